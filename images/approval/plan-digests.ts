import { sha256, type Approval } from "../approval.ts";
import type { Problem } from "../errors.ts";
import type { Plan } from "../plan/types.ts";

interface Planned {
  publications: readonly Publication[];
  /** Of builds that belong to no publication. */
  refusals: readonly Problem[];
}

interface Publication {
  /** `trixie-release` */
  name: string;
  plan: Plan;
  /** Of builds, beside those of the plan. */
  refusals: readonly Problem[];
}

/** All that resources and the stack's outputs are made of, so that a difference can be named: by publication and set. */
export function planDigests({ publications, refusals }: Planned): Approval["plan"] {
  const parts = [...publications.flatMap(partsOf), ["refused builds", refusals] as const];
  return Object.fromEntries(parts.map(([part, value]) => [part, sha256(canonical(value))]));
}

function partsOf({ name, plan, refusals }: Publication): (readonly [string, unknown])[] {
  const { sets, pointers, deletions, decision } = plan;
  return [
    ...sets.map((set) => [`${name} ${set.version}`, set] as const),
    [`${name}: the order of its sets`, sets.map(({ version }) => version)],
    [`${name}: its pointers`, pointers],
    [`${name}: its deletions`, deletions],
    [`${name}: its decision`, decision],
    [`${name}: what it refuses`, [...plan.refusals, ...refusals]],
  ];
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, found: unknown) => (found instanceof Map ? [...found] : found));
