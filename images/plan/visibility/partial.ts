import { imageName, parseMember, type Member } from "../../model/image.ts";
import { isRetired, takes, type Target } from "../../model/target.ts";
import { mayHaveBeenShown } from "../../tree/visibility.ts";
import { observedAt, type Draft, type SetDraft } from "../draft.ts";

/** Why the set cannot be shown at the target now. Its required images are public together or not at all. */
export function obstacleAt(draft: Draft, set: SetDraft, target: Target): string | undefined {
  const { state, reason, room } = observedAt(draft, target);
  if (state === "down") return `${target.name} is down (${reason})`;
  const rising = risingAt(set, target);
  if (room !== undefined && rising > room.images)
    return `${target.name} has no room for ${rising} more public images: ${room.reason}`;
  if (isWholeAt(draft, set, target)) return undefined;
  for (const member of requiredAt(set, target)) {
    const phase = set.images.get(member)?.targets.get(target.name)?.phase;
    if (phase !== "made" && phase !== "current") return `${target.name} lacks ${member}`;
  }
  return undefined;
}

/** How many images of the set would become public at the target. */
function risingAt({ images }: SetDraft, target: Target): number {
  let rising = 0;
  for (const { targets } of images.values()) {
    const atTarget = targets.get(target.name);
    if (atTarget?.phase === "made" && atTarget.days.shown === undefined) rising++;
  }
  return rising;
}

/** The required images that the target takes. */
function requiredAt({ expect }: SetDraft, target: Target): readonly Member[] {
  if (target.vendors === null) return expect.required;
  return expect.required.filter((member) => {
    const build = parseMember(member);
    return build !== undefined && takes(target, build);
  });
}

function isWholeAt(draft: Draft, set: SetDraft, target: Target): boolean {
  for (const member of requiredAt(set, target)) {
    const atTarget = set.images.get(member)?.targets.get(target.name);
    if (atTarget?.days.shown === undefined && !hasTombstone(draft, set, member, target)) return false;
  }
  return true;
}

/** The index has only the tombstone of an image that is gone everywhere: it was withdrawn or lost after the set was shown. */
function hasTombstone({ policy, tombstones }: Draft, { version }: SetDraft, member: Member, target: Target): boolean {
  const build = parseMember(member);
  if (build === undefined) return false;
  const { suite, channel } = policy;
  const tombstone = tombstones.at(target.name, imageName({ suite, channel, version, ...build }));
  return tombstone !== undefined && mayHaveBeenShown(tombstone);
}

/** A killed run may have shown a part of a set at a target. Takes that back where the rest cannot follow. */
export function hidePartial(draft: Draft, set: SetDraft): void {
  if (!set.shown) return;
  hidePartialOf(draft, set, draft.suiteEnded || draft.newestShown !== null);
  set.shown = isShownAnywhere(draft, set);
}

/** @param isOver whether the rest of the set can never follow, at any target */
export function hidePartialOf(draft: Draft, set: SetDraft, isOver: boolean): void {
  for (const target of draft.policy.targets) {
    if (isWholeAt(draft, set, target)) continue;
    if (isOver || isRetired(target) || obstacleAt(draft, set, target) !== undefined) takeBack(set, target);
  }
}

function takeBack({ images }: SetDraft, target: Target): void {
  for (const { targets } of images.values()) {
    const atTarget = targets.get(target.name);
    if (atTarget?.phase !== "current") continue;
    const days = { ...atTarget.days };
    delete days.shown;
    atTarget.phase = "made";
    atTarget.days = days;
  }
}

function isShownAnywhere({ droppedTargets }: Draft, { images }: SetDraft): boolean {
  for (const { targets, record } of images.values()) {
    for (const { days } of targets.values()) if (days.shown !== undefined) return true;
    for (const target of droppedTargets) if (record?.targets[target]?.days.shown !== undefined) return true;
  }
  return false;
}
