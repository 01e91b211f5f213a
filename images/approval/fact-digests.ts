import { sha256, type Approval } from "./approval.ts";
import type { Problem } from "../model/errors.ts";
import { imageName } from "../model/image.ts";
import type { Facts } from "../plan/facts.ts";
import type { Plan } from "../plan/types.ts";

interface Seen {
  publications: readonly Publication[];
  /** Problems of builds that belong to no publication. */
  refusals: readonly Problem[];
}

interface Publication {
  /** `trixie-release` */
  name: string;
  facts: Facts;
  plan: Pick<Plan, "decision">;
  /** Refusals of builds, in addition to the plan's. */
  refusals: readonly Problem[];
}

type Part = readonly [name: string, value: unknown];

/**
 * The plan's inputs, part by part, so that a difference can be named. With equal settings, day and program, equal parts give an
 * equal plan. Records are compared as files.
 */
export function factDigests({ publications, refusals }: Seen): Approval["facts"] {
  const parts = [...publications.flatMap(partsOf), ...refusedBuilds("", refusals)];
  return Object.fromEntries(parts.map(([part, value]) => [part, sha256(canonical(value))]));
}

function partsOf({ name, facts, plan, refusals }: Publication): Part[] {
  const { sets, candidates, foreign, observed, withdrawnDailies = [] } = facts;
  const made = new Set(sets.flatMap(({ images }) => images).map((image) => image.name));
  return [
    ...foreign.map((each): Part => [`${name}: the foreign directory ${each.directory}`, each]),
    // an image that is made no longer needs its build
    ...candidates
      .filter(({ image }) => !made.has(imageName(image)))
      .map((each): Part => [`${name}: the build of ${imageName(each.image)}`, each]),
    ...[...observed].flatMap(([target, state]) => membersOf(`${name}: ${target}`, state)),
    ...withdrawnDailies.map((each): Part => [`${name}: the withdrawal of ${each.version}/${each.member}`, each]),
    // security data are too large to compare; the decision made from them is compared
    [`${name}: what is decided of a release`, plan.decision],
    ...refusedBuilds(`${name}: `, refusals),
  ];
}

/** What is observed of a target; per image where the observation is per image. */
const membersOf = (of: string, state: object): Part[] =>
  Object.entries(state).flatMap(([member, value]: [string, unknown]): Part[] =>
    value instanceof Map
      ? [...value].map(([key, each]: [unknown, unknown]) => [`${of}, ${member}: ${String(key)}`, each])
      : [[`${of}, ${member}`, value]],
  );

const refusedBuilds = (of: string, refusals: readonly Problem[]): Part[] =>
  refusals.map((refusal) => [`${of}the refusal of ${refusal.where}`, refusal]);

const canonical = (value: unknown): string =>
  JSON.stringify([value], (_key, found: unknown) => (found instanceof Map ? [...found] : found));
