import { UserError } from "../../../images/model/errors.ts";
import { mayPass, nameOf, statusOf } from "./retry.ts";

/** By AWS's name of an error, its remedy. */
const remedies: Readonly<Record<string, { expected: string; remedy: string }>> = {
  AccessDeniedException: {
    expected: "a role that may do this",
    remedy: "give the role the action, with the tags of this program as its condition (docs/accounts.md)",
  },
  ServiceQuotaExceededException: {
    expected: "room in the region's quota of snapshots",
    remedy: "raise the quota, or delete snapshots that nobody needs; the next run continues",
  },
  ConcurrentLimitExceededException: {
    expected: "fewer than 100 pending snapshots in the account",
    remedy: "wait until others are complete; the next run continues",
  },
  ExpiredTokenException: {
    expected: "credentials that are valid",
    remedy: "log in again; the next run continues",
  },
  UnrecognizedClientException: {
    expected: "credentials that AWS knows, and a region that the account has enabled",
    remedy: "log in again, or enable the region",
  },
};

/** Turns an error of AWS into a UserError with a remedy; an error without one here stays as it is. */
export function refused(error: unknown, where: string): unknown {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const value = `${nameOf(error)}: ${message}`;
  const known = remedies[nameOf(error)];
  if (known !== undefined) return new UserError({ where, value, ...known });
  if (!mayPass(error)) return error;
  const expected = statusOf(error) === undefined ? "an answer" : "an answer without an error of AWS's own";
  return new UserError({ where, value, expected, remedy: "run again later: it continues where it stopped" });
}
