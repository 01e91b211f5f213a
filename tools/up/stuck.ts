import type { Problem } from "../../images/model/errors.ts";
import { refusalOf, type Due } from "../../stacks/publication/guard-rule.ts";
import type { StackState } from "../engine/state/state.ts";
import { partsOfUrn } from "../engine/urn.ts";

/**
 * Protected resources that are due for deletion: a set without an image, an image whose making was interrupted. The program does not
 * register them, and the engine refuses every run because of their protection.
 */
export const stuckIn = ({ resources, protected: kept }: StackState, due: Due): string[] =>
  [...kept].filter((urn) => {
    const found = resources.get(urn);
    return found !== undefined && refusalOf(due, { ...partsOfUrn(urn), ...found }) === null;
  });

/** How a person removes the protection of each resource. */
export const stuckProblems = (urns: readonly string[], stack: string): Problem[] =>
  urns.map((urn) => {
    const { type, name } = partsOfUrn(urn);
    return {
      where: name,
      value: `protected ${type}`,
      expected: "no protection, since the plan names it as due",
      remedy: `npm run up does this by itself; or type: npm run pulumi -- state unprotect '${urn}' --yes --stack ${stack}`,
    };
  });
