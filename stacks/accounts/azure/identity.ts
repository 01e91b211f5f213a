import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment.js";
import { RoleDefinition } from "@pulumi/azure-native/authorization/roleDefinition.js";
import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import type { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { azureAudience } from "../../../targets/azure/model/account.ts";
import { assignmentName, roleGuid, roleTitle, scopeOf, titleOf } from "../../../targets/azure/model/role-names.ts";
import { azureRights, isDataAction } from "../../../targets/azure/model/rights.ts";
import { actionsOf, ciGroups, type CiGroup } from "../../../targets/rights.ts";
import { subjectOf } from "../../../targets/trusted-jobs.ts";
import type { AzureChannelSubscriptionArgs, Place } from "./channel-subscription.ts";

interface Context extends AzureChannelSubscriptionArgs {
  group: ResourceGroup;
  place: Place;
  own: pulumi.CustomResourceOptions;
}

/** A role with exactly the actions of the table targets/azure/model/rights.json. */
export function makeRole(name: string, group: CiGroup, context: Context): RoleDefinition {
  const [scope, actions] = [scopeOf(context), actionsOf(azureRights, group)];
  return new RoleDefinition(
    `${name}-${group}-role`,
    {
      scope,
      roleDefinitionId: roleGuid(context, group),
      // unique in the whole tenant
      roleName: roleTitle(context, group),
      roleType: "CustomRole",
      permissions: [
        { actions: actions.filter((action) => !isDataAction(action)), dataActions: actions.filter(isDataAction) },
      ],
      assignableScopes: [scope],
    },
    // the scope names the group as text, which is no dependency
    { ...context.own, dependsOn: context.group },
  );
}

/** The identity of jobs of the configured ref. A run that deletes also publishes, so its identity gets both roles. */
export function makeIdentity(
  name: string,
  group: CiGroup,
  roles: Readonly<Partial<Record<CiGroup, RoleDefinition>>>,
  context: Context,
): UserAssignedIdentity {
  const { gitlab, place, own } = context;
  const title = titleOf(context, group);
  const identity = new UserAssignedIdentity(`${name}-${group}`, { ...place, resourceName: title }, own);
  new FederatedIdentityCredential(
    `${name}-${group}-jobs`,
    {
      resourceGroupName: place.resourceGroupName,
      resourceName: identity.name,
      federatedIdentityCredentialResourceName: "gitlab",
      issuer: gitlab.url,
      subject: subjectOf(gitlab),
      audiences: [azureAudience],
    },
    own,
  );
  for (const may of ciGroups) {
    const role = roles[may];
    if (role === undefined) continue;
    new RoleAssignment(
      `${name}-${group}-may-${may}`,
      {
        scope: scopeOf(context),
        roleAssignmentName: assignmentName(context, group, may),
        roleDefinitionId: role.id,
        principalId: identity.principalId,
        // without the type Azure looks the principal up, and does not find a new one for minutes
        principalType: "ServicePrincipal",
      },
      own,
    );
  }
  return identity;
}
