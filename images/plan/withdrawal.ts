import { isVersion } from "../version.ts";
import { selectionOf } from "../selection.ts";
import type { Draft, ImageDraft } from "./draft.ts";

/** A withdrawn image is withdrawn at every target and for good: the record decides, whatever became of the key. */
export function withdraw(draft: Draft): void {
  const { policy, facts } = draft;
  const selection = selectionOf(Object.keys(policy.withdraw));
  const unused = new Set(Object.keys(policy.withdraw));
  for (const set of draft.sets) {
    for (const image of set.images.values()) {
      const key = selection.keyOf(set.version, image.member);
      if (key !== undefined) unused.delete(key);
      const reason = recordedReason(image) ?? (key === undefined ? undefined : policy.withdraw[key]);
      if (reason !== undefined) withdrawEverywhere(draft, image, reason);
    }
  }
  for (const { image } of facts.candidates) {
    const key = selection.keyOf(image.version, `${image.vendor}/${image.arch}`);
    if (key !== undefined) unused.delete(key);
  }
  for (const key of unused) {
    // a key that is only covered by a more exact one still names a set that is here
    if (isVersion(key) && draft.sets.some(({ version }) => version === key)) continue;
    draft.warnings.push(`cloud-images:withdraw ${JSON.stringify(key)} names nothing that is here`);
  }
}

export const recordedReason = ({ standings }: ImageDraft): string | undefined =>
  standings.find(({ phase }) => phase === "withdrawn")?.reason;

function withdrawEverywhere(draft: Draft, image: ImageDraft, reason: string): void {
  for (const standing of image.standings) {
    if (standing.phase === "gone") continue;
    standing.phase = "withdrawn";
    standing.reason = reason;
    standing.days.withdrawn ??= draft.today;
  }
}
