import { imageById } from "../../../../clients/aws/images.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { passed } from "../../../image-at-target.ts";
import type { AwsAccessOutputs } from "../../model/resources.ts";
import { accountsOf } from "../accounts.ts";

/** The state, with the differences as its results; undefined if no region has the image. */
export async function readAccess(operation: Operation, olds: AwsAccessOutputs): Promise<AwsAccessOutputs | undefined> {
  const there = Object.entries(olds.regions).flatMap(([region, { ids, isPublic }]) =>
    ids === null ? [] : [{ region, ids, isPublic }],
  );
  if (there.length === 0) return olds;
  const account = await accountsOf(operation).of(olds, operation.signal);
  const found = await Promise.all(
    there.map(async ({ region, ids, isPublic }) => {
      const ami = await imageById(account.region(region), ids.image, operation.signal);
      if (ami === undefined) return [region, "drifted: it is not there"] as const;
      if (ami.public === isPublic) return [region, passed] as const;
      return [region, `drifted: it is ${ami.public ? "public" : "private"}`] as const;
    }),
  );
  if (found.every(([, result]) => result === "drifted: it is not there")) return undefined;
  return { ...olds, results: { ...olds.results, ...Object.fromEntries(found) } };
}
