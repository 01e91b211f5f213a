import type { Member } from "../model/image.ts";
import type { Version } from "../model/version.ts";
import type { Families } from "./visibility.ts";
import type { Plan } from "./types.ts";

/** By target, the version that each family's pointer names: that of its current image. */
export function pointersOf(families: Families): Plan["pointers"] {
  const pointers = new Map<string, Map<Member, Version>>();
  for (const [{ name }, atTarget] of families) {
    const versions = new Map<Member, Version>();
    for (const [member, { current }] of atTarget) if (current !== undefined) versions.set(member, current);
    pointers.set(name, versions);
  }
  return pointers;
}
