import { memberOf, type Member } from "../../images/model/image.ts";
import type { Plan, SetPlan } from "../../images/plan/types.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";
import { groupBy } from "../group.ts";

/** Images of one set that a target could not be brought to have as planned, all for the same reason. */
export interface Unreached {
  version: Version;
  target: string;
  members: readonly Member[];
  /** As it is recorded: `broken: …`. */
  reason: string;
  required: boolean;
}

/** Of a plan made from the records that a run left. */
export function unreachedIn({ sets }: Plan, { targets }: Pick<StackPolicy, "targets">): Unreached[] {
  const required = new Set(targets.filter((target) => target.required).map(({ name }) => name));
  return sets.flatMap((set) => unreachedOf(set, required));
}

function unreachedOf({ version, images }: SetPlan, requiredTargets: ReadonlySet<string>): Unreached[] {
  const broken = images.flatMap(({ image, record, required }) =>
    Object.entries(record?.targets ?? {})
      .filter(([, { reason }]) => reason.startsWith("broken: "))
      .map(([target, { reason }]) => ({ member: memberOf(image), target, reason, required })),
  );
  return groupBy(broken, ({ target, reason }) => `${target}\n${reason}`).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { target, reason } = first;
    const members = group.map(({ member }) => member);
    const mustBe = requiredTargets.has(target) && group.some(({ required }) => required);
    return [{ version, target, members, reason, required: mustBe }];
  });
}
