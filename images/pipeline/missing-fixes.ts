import { createHash } from "node:crypto";
import type { Plan } from "../plan/types.ts";

/** The fixes that a build has to bring, each once, as `source version`. */
export const missingFixes = (plans: readonly Plan[]): string[] =>
  [
    ...new Set(
      plans.flatMap(({ decision }) =>
        decision?.verdict === "waiting-for-build"
          ? [
              ...decision.waiting.map(({ source, version }) => `${source} ${version}`),
              ...requested(decision.waiting, decision.reasons),
            ]
          : [],
      ),
    ),
  ].toSorted();

/** A point release that the release team asked for is no fix; its reason names it. */
const requested = (waiting: readonly unknown[], reasons: readonly string[]): readonly string[] =>
  waiting.length > 0 ? [] : reasons;

/** Names what a build is asked for: the same need has the same key. */
export const needKey = (fixes: readonly string[]): string =>
  createHash("sha256").update(fixes.join("\n")).digest("hex").slice(0, 16);
