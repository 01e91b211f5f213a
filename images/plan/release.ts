import { decide } from "../decision/decide.ts";
import type { Decision } from "../decision/types.ts";
import type { RecordedDecision } from "../record.ts";
import type { Version } from "../version.ts";
import type { Draft } from "./draft.ts";

/** What a release's run publishes: no more than one version, and why. */
export interface Released {
  version: Version;
  why: RecordedDecision;
}

/** Null for dailies, and where nothing is known that could be decided upon. */
export function decisionFor({ facts, policy, today }: Draft): Decision | null {
  return policy.channel === "release" && facts.release !== undefined ? decide(facts.release, policy, today) : null;
}

/** What a person named, which the decision may refuse, or what a decision chose that acts. */
export function releasedBy(draft: Draft, decision: Decision | null): Released | null {
  const { version, hold, reason } = draft.policy.publish;
  if (decision === null)
    return hold || version === null ? null : { version, why: { rule: "person", reasons: [], written: reason } };
  if (decision.acts && decision.version !== null) {
    const { rule, reasons, written } = decision;
    return { version: decision.version, why: { rule, reasons: [...reasons], written } };
  }
  if (version !== null && version !== draft.facts.release?.last?.version) refuse(draft, version, decision);
  return null;
}

function refuse({ refusals }: Draft, version: Version, { reasons }: Decision): void {
  refusals.push({
    where: "cloud-images:publish.version",
    value: version,
    expected: `a version that can be published: ${reasons.join("; ")}`,
    remedy: "name another daily, or write down what is asked for",
  });
}
