import { unlike } from "../../account-model.ts";
import { actionsOf, ciGroups, grantedTo, type CiGroup } from "../../rights.ts";
import { groupOf, memberTypes } from "./account-members.ts";
import type { GcpAccountInputs } from "./account-inputs.ts";
import { gcpRights } from "./rights.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** Permissions on objects are granted on the bucket alone, others in the project. */
const kinds = ["objects", "images"] as const;
type Kind = (typeof kinds)[number];

const roleIds = ({ channel }: GcpAccountInputs): { id: string; group: CiGroup; kind: Kind }[] =>
  ciGroups.flatMap((group) => kinds.map((kind) => ({ id: `cloud_images_${channel}_${group}_${kind}`, group, kind })));

/** The permissions that a role has beyond the table's. */
export function excessOfRole({ roleId, permissions, ...inputs }: Inputs, account: GcpAccountInputs): string[] {
  const role = roleIds(account).find(({ id }) => id === roleId);
  if (role === undefined) return [`roleId is ${String(roleId)}: expected the role of a group of the table of rights`];
  const known = new Set(
    actionsOf(gcpRights, role.group).filter((each) => each.startsWith("storage.") === (role.kind === "objects")),
  );
  return [
    ...unlike(inputs, { project: account.gcp.project }),
    ...(Array.isArray(permissions) ? permissions.map(String) : ["nothing that can be read"])
      .filter((permission) => !known.has(permission))
      .map(
        (permission) =>
          `permissions: ${permission}: expected what targets/gcp/model/rights.json has of ${role.kind} for ${role.group}`,
      ),
  ];
}

const jobs = "roles/iam.workloadIdentityUser";

/** A role that its member is not to have, or not there. */
export function excessOfMember(type: string, inputs: Inputs, account: GcpAccountInputs): string[] {
  if (type === memberTypes.account) return unlike(inputs, { role: jobs });
  const { project, bucket } = account.gcp;
  if (type === memberTypes.project) return [...unlike(inputs, { project }), ...strayRole("images", inputs, account)];
  if (type === memberTypes.bucket) return [...unlike(inputs, { bucket }), ...strayRole("objects", inputs, account)];
  return [];
}

function strayRole(kind: Kind, { role, member }: Inputs, account: GcpAccountInputs): string[] {
  const given = roleIds(account).find(({ id }) => `projects/${account.gcp.project}/roles/${id}` === role);
  if (given?.kind !== kind) return [`role is ${String(role)}: expected a role of the table's permissions on ${kind}`];
  const owner = groupOf(member, account);
  return owner === undefined || grantedTo[owner].includes(given.group)
    ? []
    : [`role is ${String(role)}: expected none of the rights to ${given.group} for ${String(member)}`];
}
