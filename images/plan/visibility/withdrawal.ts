import type { Member } from "../../model/image.ts";
import type { Version } from "../../model/version.ts";
import type { Draft, ImageDraft, SetDraft } from "../draft.ts";

/** A withdrawn image is withdrawn at every target, for good: taking the key out of the configuration restores nothing. */
export function withdraw(draft: Draft, { version, images }: SetDraft): void {
  for (const image of images.values()) {
    const reason = recordedReason(image) ?? configuredReason(draft, version, image.member);
    if (reason !== undefined) withdrawEverywhere(draft, image, reason);
  }
}

function configuredReason({ policy, withdrawn }: Draft, version: Version, member: Member): string | undefined {
  const key = withdrawn.keyOf(version, member);
  return key === undefined ? undefined : policy.withdraw[key];
}

function recordedReason({ targets }: ImageDraft): string | undefined {
  for (const { phase, reason } of targets.values()) if (phase === "withdrawn") return reason;
  return undefined;
}

function withdrawEverywhere(draft: Draft, image: ImageDraft, reason: string): void {
  for (const atTarget of image.targets.values()) {
    if (atTarget.phase === "gone") continue;
    atTarget.phase = "withdrawn";
    atTarget.reason = reason;
    if (atTarget.days.withdrawn === undefined) atTarget.days = { ...atTarget.days, withdrawn: draft.today };
  }
}
