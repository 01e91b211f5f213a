import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment.js";
import { RoleDefinition } from "@pulumi/azure-native/authorization/roleDefinition.js";
import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import type * as pulumi from "@pulumi/pulumi";
import { azureAudience } from "../../../targets/azure/model/account.ts";
import { azureRights, isDataAction } from "../../../targets/azure/model/rights.ts";
import { actionsOf } from "../../../targets/rights.ts";
import { subjectOf } from "../config.ts";
import type { AzureChannelSubscriptionArgs, Place } from "./channel-subscription.ts";
import { guidOf } from "./guid.ts";

/** An identity that jobs of the one ref become, with exactly the rights of the table, in the resource group alone. */
export function makeIdentity(
  name: string,
  group: "publish" | "delete",
  { channel, gitlab, azure }: AzureChannelSubscriptionArgs,
  place: Place,
  own: pulumi.CustomResourceOptions,
): UserAssignedIdentity {
  const title = `cloud-images-${channel}-${group}`;
  const scope = `/subscriptions/${azure.subscription}/resourceGroups/${azure.resourceGroup}`;
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
  const actions = actionsOf(azureRights, group);
  const role = new RoleDefinition(
    `${name}-${group}-role`,
    {
      scope,
      roleDefinitionId: guidOf(scope, title, "role"),
      // one of all roles of the tenant
      roleName: `${azure.resourceGroup}-${title}`,
      roleType: "CustomRole",
      permissions: [
        { actions: actions.filter((action) => !isDataAction(action)), dataActions: actions.filter(isDataAction) },
      ],
      assignableScopes: [scope],
    },
    // the scope is the group's, as text
    { ...own, dependsOn: identity },
  );
  new RoleAssignment(
    `${name}-${group}-assignment`,
    {
      scope,
      roleAssignmentName: guidOf(scope, title, "assignment"),
      roleDefinitionId: role.id,
      principalId: identity.principalId,
      // Azure looks a new principal up only where it is not told what it is, and does not find it for minutes
      principalType: "ServicePrincipal",
    },
    own,
  );
  return identity;
}
