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

/** A requested point release is no fix, so the reasons stand for it. */
const requested = (waiting: readonly unknown[], reasons: readonly string[]): readonly string[] =>
  waiting.length > 0 ? [] : reasons;

/** A key for the fixes that a build is asked for: equal fixes have equal keys. */
export const needKey = (fixes: readonly string[]): string =>
  createHash("sha256").update(fixes.join("\n")).digest("hex").slice(0, 16);
