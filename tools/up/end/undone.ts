import { memberOf, type Member } from "../../../images/model/image.ts";
import type { Plan, SetPlan } from "../../../images/plan/types.ts";
import type { StackPolicy } from "../../../images/plan/policy.ts";
import type { Version } from "../../../images/model/version.ts";

/** Images of one set that are not as planned at a target, all for the same reason. */
export interface Undone {
  version: Version;
  target: string;
  members: readonly Member[];
  /** As it is recorded: `broken: …`. */
  reason: string;
  required: boolean;
}

/** What a run left undone, by the plan from the records after it. */
export function undoneIn({ sets }: Plan, { targets }: Pick<StackPolicy, "targets">): Undone[] {
  const required = new Set(targets.filter((target) => target.required).map(({ name }) => name));
  return sets.flatMap((set) => undoneOf(set, required));
}

function undoneOf({ version, images }: SetPlan, requiredTargets: ReadonlySet<string>): Undone[] {
  const broken = images.flatMap(({ image, record, required }) =>
    Object.entries(record?.targets ?? {})
      .filter(([, { reason }]) => reason.startsWith("broken: "))
      .map(([target, { reason }]) => ({ member: memberOf(image), target, reason, required })),
  );
  return [...Map.groupBy(broken, ({ target, reason }) => `${target}\n${reason}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { target, reason } = first;
    const members = group.map(({ member }) => member);
    const mustBe = requiredTargets.has(target) && group.some(({ required }) => required);
    return [{ version, target, members, reason, required: mustBe }];
  });
}
