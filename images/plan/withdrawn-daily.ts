import { isListed } from "../tree/visibility.ts";
import { selectionOf } from "../model/selection.ts";
import type { Draft } from "./draft.ts";

/** A release whose daily was withdrawn: the same bytes, and still public. A person says which of the two is wrong. */
export function askAboutWithdrawnDailies({ facts, policy, sets, refusals }: Draft): void {
  const answered = selectionOf(Object.keys(policy.keepReleased));
  for (const { version, member, reason } of facts.withdrawnDailies ?? []) {
    const image = sets.find((set) => set.version === version)?.images.get(member);
    const isPublic = [...(image?.targets.values() ?? [])].some(({ phase }) => isListed(phase) || phase === "hidden");
    if (image === undefined || !isPublic || answered.keyOf(version, member) !== undefined) continue;
    refusals.push({
      where: image.name,
      value: `its daily was withdrawn: ${reason}`,
      expected: "an answer: the release has the same bytes",
      remedy: `withdraw it here too (cloud-images:withdraw), or say why it stays (cloud-images:keepReleased "${version}/${member}")`,
    });
  }
}
