import type { Member } from "../model/image.ts";
import { printable } from "../model/printable.ts";
import type { Draft } from "./draft.ts";

/** The families that cannot be cleaned up, because one of their directories has no place in the order of versions. */
export interface UndatedFamilies {
  /** The name of an undated directory that holds the family. */
  of(member: Member): string | undefined;
}

export function undatedFamilies({ facts, warnings }: Draft): UndatedFamilies {
  const byMember = new Map<Member, string>();
  let every: string | undefined;
  for (const { directory, version, members } of facts.foreign) {
    if (version !== null) continue;
    warnings.push(
      `${printable(directory)} has no version: nothing of ${members?.join(", ") ?? "any family"} is removed`,
    );
    if (members === null) every ??= directory;
    else for (const member of members) byMember.set(member, directory);
  }
  return { of: (member) => byMember.get(member) ?? every };
}
