import type { Day } from "../../model/day.ts";
import type { StackPolicy } from "../../plan/policy.ts";
import { caseOf, type Case } from "./case.ts";
import { rules } from "./rules.ts";
import { decisionRules } from "../../tree/decision-rules.ts";
import type { Decision, ReleaseFacts } from "./types.ts";

/**
 * Decides whether the newest daily that may be promoted is released, for all vendors and arches of the suite together. The first of
 * `decisionRules` that applies decides. Once a version that a person named is released, the other rules apply again.
 */
export function decide(facts: ReleaseFacts, policy: StackPolicy, day: Day): Decision {
  const matter = caseOf(facts, policy, day);
  const { rule, verdict, reasons } = firstAnswer(matter);
  const byPerson = rule === "person";
  return {
    verdict,
    version: matter.candidate?.version ?? null,
    rule,
    reasons,
    written: byPerson ? policy.publish.reason : null,
    acts: verdict === "publish" && (byPerson || policy.release.mode === "auto"),
    changes: matter.changes,
    waiting: matter.waiting.flatMap(({ fixes }) => fixes),
  };
}

function firstAnswer(matter: Case): Pick<Decision, "rule" | "verdict" | "reasons"> {
  for (const rule of decisionRules) {
    const answer = rules[rule](matter);
    if (answer !== null) return { rule, ...answer };
  }
  throw new RangeError("the last rule has something to say of every case");
}
