import type { Problem } from "../../images/model/errors.ts";
import { refusalOf, type Due } from "../../stacks/publication/guard-rule.ts";
import type { StackState } from "../engine/state/state.ts";
import { partsOfUrn } from "../engine/urn.ts";

/**
 * Protected resources that must leave: nothing real belongs to them (a set without an image, an interrupted image). The program
 * leaves them out, and so the engine refuses every run.
 */
export const stuckIn = ({ resources, protected: kept }: StackState, due: Due): string[] =>
  [...kept].filter((urn) => {
    const found = resources.get(urn);
    return found !== undefined && refusalOf(due, { ...partsOfUrn(urn), ...found }) === null;
  });

/** For a person who may not change the state: how to free each resource. */
export const stuckProblems = (urns: readonly string[], stack: string): Problem[] =>
  urns.map((urn) => {
    const { type, name } = partsOfUrn(urn);
    return {
      where: name,
      value: `protected ${type}`,
      expected: "no protection, since the plan has it as due and nothing is behind it",
      remedy: `npm run up does this by itself; or type: npm run pulumi -- state unprotect '${urn}' --yes --stack ${stack}`,
    };
  });
