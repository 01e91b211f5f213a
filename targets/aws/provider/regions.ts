import { UserError } from "../../../images/model/errors.ts";
import { passed } from "../../image-at-target.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";

interface RegionWanted {
  required: boolean;
  down?: string;
  repair?: readonly string[];
}

type Results = Readonly<Record<string, string>>;

/** The regions in which something is to be done: not those that are down. */
export const upIn = <R extends RegionWanted>(regions: Readonly<Record<string, R>>): [name: string, wanted: R][] =>
  Object.entries(regions).filter(([, { down }]) => down === undefined);

/** Whether an update has work in any region: an earlier result was not `passed`, or there are findings to repair. */
export const isDue = (results: Results, regions: Readonly<Record<string, RegionWanted>>): boolean =>
  upIn(regions).some(([region, { repair = [] }]) => results[region] !== passed || repair.length > 0);

/** One region's result. An error is kept, so that the other regions can finish first. */
type Outcome = { region: string; error?: unknown };

/**
 * Does the work in each region at once, and waits for all. A required region's failure is thrown at the end, a best-effort one's
 * is told, and is its result, which the next run tries again. Each says what is so there, whatever came of the others
 * (bottlerocket#2688).
 */
export async function inEach<R extends RegionWanted>(
  { signal, warn }: Pick<Operation, "signal" | "warn">,
  regions: readonly (readonly [name: string, wanted: R])[],
  work: (region: string, wanted: R) => Promise<void>,
): Promise<Record<string, string>> {
  const outcomes = await Promise.all(
    regions.map(([region, wanted]) =>
      work(region, wanted).then(
        (): Outcome => ({ region }),
        (error: unknown): Outcome => ({ region, error }),
      ),
    ),
  );
  signal.throwIfAborted();
  const failed = outcomes.filter((outcome) => "error" in outcome);
  const required = failed.filter(({ region }) => regions.some(([name, wanted]) => name === region && wanted.required));
  if (required.length > 0) throw together(required.map(({ error }) => error));
  for (const { error } of failed) warn(`${messageOf(error)}; the next run tries again`);
  return Object.fromEntries(
    outcomes.map((outcome) => [outcome.region, "error" in outcome ? `broken: ${messageOf(outcome.error)}` : passed]),
  );
}

/** All errors as one UserError, if each is one. */
function together(errors: readonly unknown[]): unknown {
  const problems = errors.flatMap((error) => (error instanceof UserError ? error.problems : []));
  return errors.every((error) => error instanceof UserError) ? new UserError(...problems) : errors[0];
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
