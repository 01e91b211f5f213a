import { z } from "zod";
import { unlike } from "../../account-model.ts";
import { actionsOf, ciGroups, grantedTo } from "../../rights.ts";
import type { AzureAccountInputs } from "./account-inputs.ts";
import { azureRights } from "./rights.ts";
import { assignmentName, roleGuid, roleTitle, scopeOf } from "./role-names.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** No `notActions`: they hide what a pattern allows. */
const permissionsSchema = z.array(
  z.strictObject({ actions: z.array(z.string()).default([]), dataActions: z.array(z.string()).default([]) }),
);

/** The rights that a role gives beyond the table's. */
export function excessOfRole(inputs: Inputs, account: AzureAccountInputs): string[] {
  const { roleName, permissions, assignableScopes } = inputs;
  const group = ciGroups.find((each) => roleTitle(account, each) === roleName);
  if (group === undefined)
    return [`roleName is ${String(roleName)}: expected the role of a group of the table of rights`];
  const { data } = permissionsSchema.safeParse(permissions);
  if (data === undefined) return ["permissions: expected lists of actions, and of dataActions, alone"];
  const known = new Set(actionsOf(azureRights, group));
  const scopes: readonly unknown[] = Array.isArray(assignableScopes) ? assignableScopes : [undefined];
  return [
    ...unlike(inputs, { roleDefinitionId: roleGuid(account, group) }),
    ...data
      .flatMap(({ actions, dataActions }) => [...actions, ...dataActions])
      .filter((action) => !known.has(action))
      .map((action) => `permissions: ${action}: expected what targets/azure/model/rights.json has for ${group}`),
    ...scopes
      .filter((scope) => scope !== scopeOf(account))
      .map((scope) => `assignableScopes: ${String(scope)}: expected ${scopeOf(account)} alone`),
  ];
}

/** A role of Azure's own, as Owner or Contributor, or one of the table given to the other identity. */
export function excessOfAssignment(inputs: Inputs, account: AzureAccountInputs): string[] {
  const given = String(inputs["roleDefinitionId"]).toLowerCase().split("/").at(-1);
  const may = ciGroups.find((group) => roleGuid(account, group) === given);
  const names = ciGroups.flatMap((owner) =>
    may !== undefined && grantedTo[owner].includes(may) ? [assignmentName(account, owner, may)] : [],
  );
  return [
    ...unlike(inputs, { principalType: "ServicePrincipal", scope: scopeOf(account) }),
    ...(may === undefined
      ? [`roleDefinitionId is ${String(inputs["roleDefinitionId"])}: expected a role of the table of rights`]
      : []),
    ...(may === undefined || names.some((name) => name === inputs["roleAssignmentName"])
      ? []
      : [`roleAssignmentName: expected that of an identity that may ${may}`]),
  ];
}
