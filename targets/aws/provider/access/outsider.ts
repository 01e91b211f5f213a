import type { Region } from "../../../../clients/aws/account.ts";
import { imageById } from "../../../../clients/aws/images.ts";
import { snapshotById } from "../../../../clients/aws/snapshots.ts";
import { until } from "../../../../clients/aws/wait.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import type { AwsIds } from "../../model/resources.ts";
import { accountsOf } from "../accounts.ts";

/**
 * Asks with the credentials of another account, which sees what everybody sees: by ids, since lists leave deprecated images out. The
 * snapshot is looked for too: block public access can hide it, while its own attribute says that everybody may copy it.
 */
export async function outsidersView(
  operation: Operation,
  region: Region,
  { image, snapshot }: AwsIds,
  profile: string,
): Promise<void> {
  const { signal } = operation;
  const { pause, appears: most } = region.limits;
  const outsider = await accountsOf(operation).outsider(profile, region.name, signal);
  refuseInsider(region, outsider.id, profile);
  const there = outsider.region(region.name);
  const looks = {
    [`image ${image}`]: () => imageById(there, image, signal),
    [`snapshot ${snapshot}`]: () => snapshotById(there, snapshot, signal),
  };
  for (const [what, look] of Object.entries(looks)) {
    const seen = await until<unknown>(look, { pause, most, signal });
    if (seen === undefined) throw hidden(`AWS ${region.name}: ${what}, asked by account ${outsider.id}`);
  }
}

const hidden = (where: string): UserError =>
  new UserError({
    where,
    value: "not there",
    expected: "to be found, since it is public",
    remedy: "see whether block public access hides it (docs/accounts.md), and run again",
  });

function refuseInsider({ account }: Region, id: string, profile: string): void {
  if (id !== account) return;
  throw new UserError({
    where: "cloud-images:targets.aws.outsider",
    value: profile,
    expected: `a profile of another account than ${account}, which sees its own images anyway`,
    remedy: "name another profile, or leave the key out",
  });
}
