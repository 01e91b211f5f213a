import type { Member } from "../image.ts";
import type { Version } from "../version.ts";
import type { Draft } from "./draft.ts";
import type { Plan } from "./types.ts";

/** By target, the version that each family's pointer names: that of its current image. */
export function pointersOf({ sets, policy }: Draft): Plan["pointers"] {
  const pointers = new Map(policy.targets.map(({ name }) => [name, new Map<Member, Version>()]));
  for (const { version, images } of sets) {
    for (const { member, targets } of images.values()) {
      for (const { phase, target } of targets.values()) {
        if (phase === "current") pointers.get(target.name)?.set(member, version);
      }
    }
  }
  return pointers;
}
