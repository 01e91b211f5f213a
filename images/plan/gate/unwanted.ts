import type { Member } from "../../model/image.ts";
import type { Draft, SetDraft } from "../draft.ts";

/** Keeps the image out of its set. A required one closes the gate, because no other build comes under this version. */
export function keepOut(
  draft: Draft,
  { unwanted }: SetDraft,
  { name, member, why }: { name: string; member: Member; why: string },
): void {
  unwanted.set(member, why);
  draft.refusals.push({
    where: name,
    value: why,
    expected: "an image with the packages that cloud-images:packages asks for",
    remedy: "build a new version, or correct the rules",
  });
}
