import { formatDay } from "../../model/day.ts";
import type { Member } from "../../model/image.ts";
import type { Draft, SetDraft } from "../draft.ts";
import { fail, imageVerdict } from "./failing.ts";
import { isPublic } from "../visibility/public.ts";

/** The package digest of each family's newest image that is public. */
export type CurrentPackages = ReadonlyMap<Member, string>;

export function currentPackages({ sets }: Draft): CurrentPackages {
  const packages = new Map<Member, string>();
  for (const set of sets) {
    if (!set.shown) continue;
    for (const [member, image] of set.images) {
      if (!packages.has(member) && isPublic(image)) packages.set(member, image.packages);
    }
  }
  return packages;
}

/** Whether users would gain nothing: each image of the set has the packages of its family's current image. */
export function isUnchanged({ policy }: Draft, { images }: SetDraft, current: CurrentPackages): boolean {
  if (policy.channel !== "daily" || policy.dailyPublish !== "changed") return false;
  for (const { member, packages } of images.values()) if (current.get(member) !== packages) return false;
  return current.size > 0;
}

/** A held set stays held, and holds its late images too. */
export function keepHeld(draft: Draft, set: SetDraft): void {
  set.held = true;
  for (const image of set.images.values()) {
    const verdict = imageVerdict(draft, image);
    for (const atTarget of image.targets.values()) {
      if (atTarget.phase !== "made") continue;
      if (verdict.state === "failed") {
        fail(draft, atTarget, verdict.reason);
        continue;
      }
      atTarget.phase = "held";
      atTarget.days = { ...atTarget.days, held: draft.today };
      atTarget.reason = `held since ${formatDay(draft.today)}: the same packages as the current images`;
    }
  }
}
