import type { GateState, Plan } from "../../../images/plan/types.ts";

/** Whether a gate that was assumed to open stayed closed. */
export function hasGateClosed(before: Plan, after: Plan): boolean {
  const opening = new Set(before.sets.filter(({ gate }) => opens(gate)).map(({ version }) => version));
  return after.sets.some(({ version, gate }) => opening.has(version) && !opens(gate));
}

const opens = (gate: GateState): boolean => gate === "open" || gate === "assumed";
