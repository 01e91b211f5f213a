import { memberOf, parseImageName } from "../model/image.ts";
import { upcoming } from "../plan/next.ts";
import type { Plan } from "../plan/types.ts";
import { alike } from "./alike.ts";
import { wholeSets } from "./movements.ts";
import { shareOf } from "./share.ts";
import type { NextChange } from "./types.ts";

/** Changes of the coming days, grouped if alike; the nearest first. */
export function comingChanges(plan: Plan): NextChange[] {
  const whole = wholeSets(plan);
  const changes = upcoming(plan).flatMap((change) => {
    const image = parseImageName(change.image);
    return image === undefined ? [] : [{ ...change, version: image.version, member: memberOf(image) }];
  });
  return alike(changes, ({ day, phase, version, reason }) => [day, phase, version, reason]).map((group) => {
    const [{ day, phase, version, reason }] = group;
    const members = [...new Set(group.map(({ member }) => member))];
    const targets = [...new Set(group.map(({ target }) => target))];
    return { day, phase, version, targets, images: shareOf(members, whole.get(version) ?? members), reason };
  });
}
