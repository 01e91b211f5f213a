import { decide } from "../../releases/decision/decide.ts";
import type { Decision } from "../../releases/decision/types.ts";
import type { Version } from "../../model/version.ts";
import type { Draft } from "../draft.ts";
import type { Released } from "../types.ts";

/** Null for a daily channel, and where the facts of a decision are not known. */
export function decisionFor(draft: Draft): Decision | null {
  const { facts, policy, today } = draft;
  if (policy.channel !== "release" || facts.release === undefined) return null;
  return decide(facts.release, { ...policy, publish: { ...policy.publish, version: namedBy(draft) } }, today);
}

/** The version that a person named; null once it was shown. */
const namedBy = ({ policy: { publish }, sets }: Draft): Version | null =>
  sets.some(({ version, shown }) => shown && version === publish.version) ? null : publish.version;

/** The version that this run publishes: the one that a person named, unless the decision refuses it, or the one that it chose. */
export function releasedBy(draft: Draft, decision: Decision | null): Released | null {
  const { hold, reason } = draft.policy.publish;
  const named = namedBy(draft);
  if (decision === null)
    return hold || named === null ? null : { version: named, why: { rule: "person", reasons: [], written: reason } };
  if (decision.acts && decision.version !== null) {
    const { rule, reasons, written } = decision;
    return { version: decision.version, why: { rule, reasons: [...reasons], written } };
  }
  if (named !== null) refuse(draft, named, decision);
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
