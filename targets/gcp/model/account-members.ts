import { ciGroups, type CiGroup } from "../../rights.ts";
import { subjectOf } from "../../trusted-jobs.ts";
import type { GcpAccountInputs } from "./account-inputs.ts";

export const memberTypes = {
  bucket: "gcp:storage/bucketIAMMember:BucketIAMMember",
  account: "gcp:serviceaccount/iAMMember:IAMMember",
  project: "gcp:projects/iAMMember:IAMMember",
};

type Inputs = Readonly<Record<string, unknown>>;

/** The addresses of the service accounts that jobs act as. */
const emailOf = ({ channel, gcp }: GcpAccountInputs, group: CiGroup): string =>
  `cloud-images-${channel}-${group}@${gcp.project}.iam.gserviceaccount.com`;

/** The group whose service account a member is. */
export const groupOf = (member: unknown, account: GcpAccountInputs): CiGroup | undefined =>
  ciGroups.find((group) => `serviceAccount:${emailOf(account, group)}` === member);

/** The jobs are one subject of the pool; all other members are the service accounts that they act as. */
export function openMember(type: string, inputs: Inputs, account: GcpAccountInputs): string[] {
  if (type === memberTypes.account) return openToJobs(inputs, account);
  const isMember = type === memberTypes.bucket || type === memberTypes.project;
  if (!isMember || groupOf(inputs["member"], account) !== undefined) return [];
  const own = ciGroups.map((group) => emailOf(account, group)).join(" or ");
  return [`member is ${String(inputs["member"])}: expected the service account ${own}`];
}

function openToJobs({ member, serviceAccountId }: Inputs, account: GcpAccountInputs): string[] {
  const name = String(member);
  const [, subject] =
    /^principal:\/\/iam\.googleapis\.com\/projects\/\d+\/locations\/global\/workloadIdentityPools\/([^*]+)$/.exec(
      name,
    ) ?? [];
  const expected = `cloud-images-${account.channel}/subject/${subjectOf(account.gitlab)}`;
  const email = String(serviceAccountId).split("/").at(-1);
  return [
    ...(subject === expected ? [] : [`member is ${name}: expected one subject of the pool, ${expected}`]),
    ...(ciGroups.some((group) => emailOf(account, group) === email)
      ? []
      : [`serviceAccountId is ${String(serviceAccountId)}: expected one that publishes or deletes`]),
  ];
}
