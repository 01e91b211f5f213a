import { isRetired } from "../model/target.ts";
import type { Draft, SetDraft } from "./draft.ts";
import { fail } from "./failing.ts";

/**
 * What a retired target has and never showed is given up: it goes as what failed does. What it shows is hidden (families.ts),
 * and goes when it was hidden for as long as others are (going.ts). Nothing of it says anything of its set.
 */
export function giveUpUnshown(draft: Draft, { images }: SetDraft): void {
  for (const image of images.values()) {
    for (const standing of image.targets.values()) {
      const { target, phase } = standing;
      if (isRetired(target) && (phase === "made" || phase === "held"))
        fail(draft, standing, `${target.name} is retired`);
    }
  }
}
