import { imageById } from "../../../../clients/aws/images.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { passed } from "../../../image-at-target.ts";
import type { AwsImageOutputs } from "../../model/resources.ts";
import { isOurs } from "../../model/tags.ts";
import { accountsOf } from "../accounts.ts";

/** The state with the findings as results, so that a refresh leads to an update, which repairs. */
export async function readImage(operation: Operation, olds: AwsImageOutputs): Promise<AwsImageOutputs | undefined> {
  const whole = Object.entries(olds.ids);
  if (whole.length === 0) return olds;
  const account = await accountsOf(operation).of(olds, operation.signal);
  const found = await Promise.all(
    whole.map(async ([region, { image }]) => {
      const ami = await imageById(account.region(region), image, operation.signal);
      if (ami === undefined) return [region, "damaged: it is not there"] as const;
      if (!isOurs(ami, olds)) return [region, "damaged: it has not its name and digest"] as const;
      return [region, ami.state === "available" ? passed : `damaged: it is ${ami.state}`] as const;
    }),
  );
  if (found.every(([, result]) => result === "damaged: it is not there")) return undefined;
  return { ...olds, results: { ...olds.results, ...Object.fromEntries(found) } };
}
