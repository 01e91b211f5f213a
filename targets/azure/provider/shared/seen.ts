import { isSeenByAll } from "../../../../clients/azure/galleries.ts";
import type { Session } from "../../../../clients/azure/session.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { mapBounded } from "../../../../storage/bounded.ts";
import { passed } from "../../../image-at-target.ts";
import type { SharedVersionInputs } from "../../model/resources.ts";
import { NotYet, Patience } from "../patience.ts";

const readsAtOnce = 8;

/** Reads the version back as everybody finds it, region by region: a copy may be done some time before. */
export function readBack(
  operation: Operation,
  session: Session,
  { publicName, news, regions }: { publicName: string; news: SharedVersionInputs; regions: Record<string, string> },
): Promise<Record<string, string>> {
  const { definition, version, shown } = news;
  const patience = new Patience(session.limits, operation);
  const seenIn = async (region: string): Promise<string> => {
    try {
      while ((await isSeenByAll(session, { region, publicName, definition, version }, operation.signal)) === false)
        await patience.next(`${version} is not yet seen by others in ${region}`);
      return passed;
    } catch (error) {
      if (error instanceof NotYet) return `broken: ${error.message}`;
      throw error;
    }
  };
  const results = mapBounded(Object.entries(regions), readsAtOnce, async ([region, result]) => {
    const isReady = result === passed && shown[region] === true;
    return [region, isReady ? await seenIn(region) : result] as const;
  });
  return results.then((entries) => Object.fromEntries(entries));
}
