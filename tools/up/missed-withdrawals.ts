import { UserError } from "../../images/model/errors.ts";
import { isMissedWithdrawal } from "../../stacks/publication/facts/tree/misnamed.ts";
import type { Publications } from "../publications.ts";

/** Throws a UserError before the engine starts; the program itself refuses too, whoever started it. */
export function refuseMissedWithdrawals({ refusals }: Pick<Publications, "refusals">): void {
  const missed = refusals.filter(isMissedWithdrawal);
  if (missed.length > 0) throw new UserError(...missed);
}
