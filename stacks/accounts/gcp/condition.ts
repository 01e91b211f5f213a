import type { TrustedJobs } from "../config.ts";

/** Which tokens of the GitLab are taken, in Google's expression language. Quotes cannot occur in these values: the configuration refuses them. */
export const conditionOf = ({ project, refType, ref }: TrustedJobs): string =>
  [
    `assertion.project_path == '${project}'`,
    `assertion.ref_type == '${refType}'`,
    `assertion.ref == '${ref}'`,
    `assertion.ref_protected == 'true'`,
  ].join(" && ");
