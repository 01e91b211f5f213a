import type { Region } from "../../../../clients/aws/account.ts";
import { imageById } from "../../../../clients/aws/images.ts";
import { until } from "../../../../clients/aws/wait.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import type { AwsIds } from "../../model/resources.ts";
import { accountsOf } from "../accounts.ts";

/** Asks with the credentials of another account, which sees what everybody sees: by the id, since lists leave deprecated ones out. */
export async function outsidersView(
  operation: Operation,
  region: Region,
  { image }: AwsIds,
  profile: string,
): Promise<void> {
  const { signal } = operation;
  const { pause, appears: most } = region.limits;
  const outsider = await accountsOf(operation).outsider(profile, region.name, signal);
  refuseInsider(region, outsider.id, profile);
  const there = outsider.region(region.name);
  const seen = await until(() => imageById(there, image, signal), { pause, most, signal });
  if (seen !== undefined) return;
  throw new UserError({
    where: `AWS ${region.name}: image ${image}, asked by account ${outsider.id}`,
    value: "",
    expected: "the image, since it is public",
    remedy: "see whether block public access hides it, and run again",
  });
}

function refuseInsider({ account }: Region, id: string, profile: string): void {
  if (id !== account) return;
  throw new UserError({
    where: "cloud-images:targets.aws.outsider",
    value: profile,
    expected: `a profile of another account than ${account}, which sees its own images anyway`,
    remedy: "name another profile, or leave the key out",
  });
}
