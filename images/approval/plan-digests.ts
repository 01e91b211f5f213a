import { sha256, type Approval } from "../approval.ts";
import type { Plan } from "../plan/types.ts";

/** A plan and the name of its publication. */
export interface NamedPlan {
  /** `trixie-release` */
  name: string;
  plan: Plan;
}

/** All that plans say and that resources are made of, so that a difference can be named: by publication and set. */
export function planDigests(plans: readonly NamedPlan[]): Approval["plan"] {
  return Object.fromEntries(plans.flatMap(partsOf).map(([part, value]) => [part, sha256(canonical(value))]));
}

function partsOf({ name, plan }: NamedPlan): [string, unknown][] {
  const { sets, pointers, deletions, decision } = plan;
  return [
    ...sets.map((set): [string, unknown] => [`${name} ${set.version}`, set]),
    [`${name}, the order of its sets`, sets.map(({ version }) => version)],
    [`${name}, its pointers`, pointers],
    [`${name}, its deletions`, deletions],
    [`${name}, its decision`, decision],
  ];
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, found: unknown) => (found instanceof Map ? [...found] : found));
