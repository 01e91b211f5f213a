import { UserError } from "../../images/model/errors.ts";
import { isMissedWithdrawal } from "../../stacks/publication/facts/tree/misnamed.ts";
import type { Session } from "../engine/session.ts";
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
