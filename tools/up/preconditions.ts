import { UserError } from "../../images/model/errors.ts";
import { count } from "../../images/model/text/columns.ts";
import type { Facts } from "../../images/plan/facts.ts";
import { resourceTypes } from "../../images/tree/resources.ts";
import { isMissedWithdrawal } from "../../stacks/publication/facts/tree/misnamed.ts";
import { devStack } from "../engine/options.ts";
import type { Session } from "../engine/session.ts";
import { partsOfUrn } from "../engine/urn.ts";
import type { Publications } from "../publications.ts";

/** The program refuses these as well. Here they are refused before the engine starts. */

/** Throws a UserError if the tree is not on this machine: a run writes into it. */
export function refuseFromAfar({ remote }: Publications, { settings }: Pick<Session, "settings">): void {
  if (!remote) return;
  throw new UserError({
    where: "cloud-images:mirror.root",
    value: settings.mirror.root,
    expected: "the served tree on a local path, since a run writes into it",
    remedy: "run where the tree is; npm run preview and npm run explain work from afar",
  });
}

/** Throws a UserError if the configuration withdraws an image that does not exist. */
export function refuseMissedWithdrawals({ refusals }: Pick<Publications, "refusals">): void {
  const missed = refusals.filter(isMissedWithdrawal);
  if (missed.length > 0) throw new UserError(...missed);
}

/**
 * Throws a UserError if the tree has no record of anything, and the state knows images: its disk is not mounted, or it is gone. A
 * refresh would believe it, and forget them.
 */
export function refuseLostTree(
  { publications }: { publications: readonly { facts: Pick<Facts, "sets" | "tombstones"> }[] },
  { resources }: { resources: ReadonlyMap<string, unknown> },
  { stack, places }: Pick<Session, "stack" | "places">,
): void {
  const isEmpty = publications.every(({ facts }) => facts.sets.length + facts.tombstones.length === 0);
  const images = [...resources.keys()].filter((urn) => partsOfUrn(urn).type === resourceTypes.imageFiles).length;
  if (!isEmpty || images === 0) return;
  throw new UserError({
    where: places.tree,
    value: "no record of any image",
    expected: `a tree with the ${count(images, "image")} that the state of ${stack} knows`,
    remedy:
      stack === devStack
        ? "restore the tree, or begin anew: npm run dev -- --remove"
        : "mount the tree, or restore it from a mirror or a backup; if it is lost for good, docs/state.md says how to go on",
  });
}
