import { downCloud } from "../observing.ts";
import type { ObservedCloud } from "../target.ts";
import type { AwsTarget } from "./model/target.ts";

/** The regions that an account has: it must enable the newer ones first. */

/** Marks a region that was discovered as absent; one that a person named is never absent. */
export const absentIf = ({ discovered = false }: AwsTarget): Pick<ObservedCloud, "isAbsent"> =>
  discovered ? { isAbsent: true } : {};

/**
 * A region that the account has not enabled. It has a warning of its own where a person named it; `leftOut` warns of the others.
 */
export function notEnabled(target: AwsTarget): ObservedCloud {
  const { name, discovered = false, aws } = target;
  const remedy = "enable it, or name it in cloud-images:targets.aws.without";
  const warning = `${name} is left out: the account ${aws.account} has not enabled ${aws.region}; ${remedy}`;
  const down = downCloud(`the account ${aws.account} has not enabled the region`, ...(discovered ? [] : [warning]));
  return { ...down, ...absentIf(target) };
}

/** Warns of regions that the account has and the configuration does not mention, and of those that it could enable. */
export function leftOut(targets: readonly [AwsTarget, ...AwsTarget[]], states: ReadonlyMap<string, string>): string[] {
  const [{ aws: place }] = targets;
  const named = new Set([...targets.map(({ aws: { region } }) => region), ...place.without]);
  const rest = [...states].flatMap(([name, state]) => (state === "not-opted-in" || named.has(name) ? [] : [name]));
  const absent = targets.flatMap(({ discovered = false, aws: { region } }) =>
    discovered && states.get(region) === "not-opted-in" ? [region] : [],
  );
  const told = (verb: string, regions: readonly string[], remedy: string): string[] =>
    regions.length === 0
      ? []
      : [`AWS: the account ${place.account} ${verb} ${regions.toSorted().join(", ")}, which get no images; ${remedy}`];
  return [
    ...told("has", rest, "name them in cloud-images:targets.aws.bestEffort or .without"),
    ...told("has not enabled", absent, "enable them, or name them in cloud-images:targets.aws.without"),
  ];
}
