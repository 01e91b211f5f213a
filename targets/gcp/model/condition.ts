import type { TrustedJobs } from "../../trusted-jobs.ts";

/** The tokens of the GitLab that are accepted, in Google's expression language (CEL). The configuration allows no quotes in these values. */
export const conditionOf = ({ project, refType, ref }: TrustedJobs): string =>
  [
    `assertion.project_path == '${project}'`,
    `assertion.ref_type == '${refType}'`,
    `assertion.ref == '${ref}'`,
    `assertion.ref_protected == 'true'`,
  ].join(" && ");
