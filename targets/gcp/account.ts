import { UserError } from "../../images/model/errors.ts";
import type { Session } from "../../clients/gcp/session.ts";

const ownSuffix = ".iam.gserviceaccount.com";

/**
 * Throws a UserError where the credentials are of another service account than the target names, or of another project. Asks
 * nothing: no project gets a call from credentials that are not its own.
 *
 * @param expected null: any of the project's own
 */
export function refuseAccount(
  { project, login: { account } }: Pick<Session, "project" | "login">,
  expected: string | null,
): void {
  // a person's credentials, or federated ones without a service account: the project's policy decides about them
  if (account === null && expected === null) return;
  if (account !== null && (expected === null ? isOwn(account, project) : account === expected)) return;
  throw new UserError({
    where: `Google project ${project}: the service account of the credentials`,
    value: account ?? "",
    expected: expected ?? `an account of the project: …@${project}${ownSuffix}`,
    remedy:
      "use the credentials of this channel, or name the account as cloud-images:targets.gcp.serviceAccount; nothing was asked or changed",
  });
}

/** Any other address than a service account's is a person's. */
const isOwn = (account: string, project: string): boolean =>
  !account.endsWith(ownSuffix) || account.endsWith(`@${project}${ownSuffix}`);
