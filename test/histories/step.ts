import { suiteDefinition } from "../../images/model/definitions/suites.ts";
import type { Day } from "../../images/model/day.ts";
import { memberOf, type Member } from "../../images/model/image.ts";
import { isRetired } from "../../images/model/target.ts";
import type { Facts } from "../../images/plan/facts.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { TargetRecord } from "../../images/tree/record.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";
import type { Run, Sight } from "./world.ts";

/** The world before and after one run. */
export interface Step {
  day: Day;
  policy: StackPolicy;
  before: Moment;
  after: Moment;
  run: Run;
  /** A second plan, from the records that the run left, on the same day. */
  again: Plan;
}

export interface Moment {
  facts: Facts;
  sight: Sight;
  /** Every image that is recorded at a target, by `image at target`. */
  recorded: ReadonlyMap<string, Recorded>;
  /** Every tombstone, as `image at target`. */
  tombstoned: ReadonlySet<string>;
}

/** A rule that every run keeps. It yields what breaks it. */
export type Invariant = (step: Step) => Iterable<string>;

export interface Recorded {
  version: Version;
  member: Member;
  image: string;
  target: string;
  /** Its record at the target at that moment. */
  standing: TargetRecord;
}

export function momentOf(facts: Facts, sight: Sight): Moment {
  const recorded = new Map<string, Recorded>();
  for (const { version, images } of facts.sets) {
    for (const image of images) {
      for (const [target, standing] of Object.entries(image.targets)) {
        const frozen = { ...standing, days: { ...standing.days } };
        recorded.set(`${image.name} at ${target}`, {
          version,
          member: memberOf(image),
          image: image.name,
          target,
          standing: frozen,
        });
      }
    }
  }
  return {
    facts,
    sight,
    recorded,
    tombstoned: new Set(facts.tombstones.map(({ image, target }) => `${image} at ${target}`)),
  };
}

/** The names of the targets that a person has retired. */
export const retiredTargets = ({ targets }: StackPolicy): ReadonlySet<string> =>
  new Set(targets.filter(isRetired).map(({ name }) => name));

export const isUp = ({ after }: Step, target: string): boolean =>
  (after.facts.observed.get(target)?.state ?? "up") === "up";

export const isEnded = ({ policy, day }: Step): boolean => {
  const { endOfLts } = suiteDefinition(policy.suite);
  return endOfLts !== null && endOfLts < day;
};
