import type { Channel } from "../../images/model/definitions/channels.ts";
import type { Problem } from "../../images/model/errors.ts";
import { unapproved } from "../../stacks/publication/approval.ts";
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

/**
 * How a person removes the protection of each resource. `npm run up` does it by itself, but for a release it needs an approval, of a
 * preview that the protection refuses.
 */
export const stuckProblems = (
  urns: readonly string[],
  { stack, channel }: { stack: string; channel: Channel | null },
): Problem[] =>
  urns.map((urn) => {
    const { type, name } = partsOfUrn(urn);
    const bySelf = unapproved(stack, channel) === undefined ? "npm run up does this by itself; or " : "";
    return {
      where: name,
      value: `protected ${type}`,
      expected: "no protection, since the plan names it as due",
      remedy: `${bySelf}type: npm run pulumi -- state unprotect '${urn}' --yes --stack ${stack}`,
    };
  });
