import { memberOf, type Member } from "../../../images/model/image.ts";
import type { Plan } from "../../../images/plan/types.ts";
import type { Version } from "../../../images/model/version.ts";

/** What a run repaired of images of one set at one target, all with the same findings. */
export interface Repair {
  version: Version;
  target: string;
  members: readonly Member[];
  /** What was wrong: `debian-13-ec2-amd64-daily-20260717-2542.json is missing`. */
  findings: readonly string[];
}

/** What was to be repaired by the plan before a run, and is not by the plan after it; the newest set first. */
export function repairs(before: Plan, after: Plan): Repair[] {
  const left = new Map(findingsIn(after).map((each) => [keyOf(each), each]));
  const kept = new Set(after.sets.flatMap(({ images }) => images.map(({ name }) => name)));
  const repaired = findingsIn(before).filter((each) => kept.has(each.name) && !left.has(keyOf(each)));
  const alike = Map.groupBy(repaired, ({ version, target, findings }) => [version, target, ...findings].join("\n"));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { version, target, findings } = first;
    return [{ version, target, findings, members: group.map(({ member }) => member) }];
  });
}

interface Damaged extends Omit<Repair, "members"> {
  name: string;
  member: Member;
}

const keyOf = ({ name, target }: Damaged): string => `${name}@${target}`;

const findingsIn = ({ sets }: Plan): Damaged[] =>
  sets.flatMap(({ version, images }) =>
    images.flatMap(({ name, image, targets }) =>
      [...targets].flatMap(([target, { repair }]) =>
        repair.length === 0 ? [] : [{ name, version, target, member: memberOf(image), findings: repair }],
      ),
    ),
  );
