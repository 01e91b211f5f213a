import type { Problem } from "../images/model/errors.ts";
import { plan } from "../images/plan/plan.ts";
import type { Plan } from "../images/plan/types.ts";
import type { PublicationSettings } from "../stacks/config.ts";
import { readFacts, type PublicationFacts, type StackFacts } from "../stacks/publication/facts/tree/index.ts";

/** One channel of one suite: its facts and its plan. */
export interface Publication extends PublicationFacts {
  /** `trixie-daily` */
  name: string;
  plan: Plan;
}

/** Everything that a stack publishes, read at one moment. */
export interface Publications extends StackFacts {
  publications: readonly Publication[];
}

/** Reads the facts and plans, as the program does. Throws a UserError. */
export async function readPublications(settings: PublicationSettings): Promise<Publications> {
  const world = await readFacts(settings);
  const publications = world.publications.map((publication) => ({
    ...publication,
    name: `${publication.policy.suite}-${publication.policy.channel}`,
    plan: plan(publication.facts, publication.policy, world.day),
  }));
  return { ...world, publications };
}

/** The stack's refused input: builds, configuration, deletions. */
export const refusalsOf = ({ publications, refusals }: Publications): Problem[] => [
  ...publications.flatMap((publication) => [...publication.plan.refusals, ...publication.refusals]),
  ...refusals,
];

/** Warnings for people, about the facts and about each plan. */
export const warningsOf = ({ publications, warnings }: Publications): string[] => [
  ...new Set([...warnings, ...publications.flatMap(({ plan }) => plan.warnings)]),
];
