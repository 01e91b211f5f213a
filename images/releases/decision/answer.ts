import type { Case } from "./case.ts";
import type { Decision } from "./types.ts";

/** What a rule says; null where it has nothing to say, and the next one is asked. */
export type Answer = Pick<Decision, "verdict" | "reasons"> | null;

export type Rule = (matter: Case) => Answer;

export const answer = (verdict: Decision["verdict"], reasons: readonly string[]): Answer =>
  reasons.length === 0 ? null : { verdict, reasons };
