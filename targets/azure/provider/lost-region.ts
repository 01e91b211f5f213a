import { region as regionSchema } from "../../../clients/azure/gallery-answers.ts";
import { Refusal } from "../../../clients/azure/refusal.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { withoutRegion } from "../model/lost-region.ts";

/** A region that a subscription lost: Azure refuses each write that names it, even among other regions. */

interface Losing extends Pick<Operation, "warn"> {
  subscription: string;
  /** Nothing can be done without it. */
  home: string;
}

/** Repeats the work without each region that Azure refuses, and warns of it. */
export async function withoutLost<Result>(
  { subscription, home, warn }: Losing,
  work: (lost: ReadonlySet<string>) => Promise<Result>,
): Promise<Result> {
  const lost = new Set<string>();
  for (;;) {
    try {
      return await work(lost);
    } catch (error) {
      const region = refusedRegion(error);
      if (region === undefined || region === home || lost.has(region)) throw error;
      lost.add(region);
      warn(`${withoutRegion(subscription, region)}; the run continues without it`);
    }
  }
}

/** Undefined for another error. The message also names the existing regions. */
function refusedRegion(error: unknown): string | undefined {
  if (!(error instanceof Refusal) || error.code !== "LocationNotAvailableForResourceType") return undefined;
  const [, name] = /provided location '([^']+)'/.exec(error.message) ?? [];
  return name === undefined ? undefined : regionSchema.parse(name);
}
