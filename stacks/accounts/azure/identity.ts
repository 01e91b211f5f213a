import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment.js";
import { RoleDefinition } from "@pulumi/azure-native/authorization/roleDefinition.js";
import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import type { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { azureAudience } from "../../../targets/azure/model/account.ts";
import { azureRights, isDataAction } from "../../../targets/azure/model/rights.ts";
import { actionsOf, type RightGroup } from "../../../targets/rights.ts";
import { subjectOf } from "../config.ts";
import type { AzureChannelSubscriptionArgs, Place } from "./channel-subscription.ts";
import { guidOf } from "./guid.ts";

type CiGroup = Extract<RightGroup, "publish" | "delete">;

interface Context extends AzureChannelSubscriptionArgs {
  group: ResourceGroup;
  place: Place;
  own: pulumi.CustomResourceOptions;
}

/** The only scope in which anything is allowed: the channel's resource group. */
const scopeOf = ({ azure }: Context): string =>
  `/subscriptions/${azure.subscription}/resourceGroups/${azure.resourceGroup}`;

const titleOf = ({ channel }: Context, group: CiGroup): string => `cloud-images-${channel}-${group}`;

/** A role with exactly the actions of the table targets/azure/model/rights.json. */
export function makeRole(name: string, group: CiGroup, context: Context): RoleDefinition {
  const [scope, title, actions] = [scopeOf(context), titleOf(context, group), actionsOf(azureRights, group)];
  return new RoleDefinition(
    `${name}-${group}-role`,
    {
      scope,
      roleDefinitionId: guidOf(scope, title, "role"),
      // unique in the whole tenant
      roleName: `${context.azure.resourceGroup}-${title}`,
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
  for (const [may, role] of Object.entries(roles))
    new RoleAssignment(
      `${name}-${group}-may-${may}`,
      {
        scope: scopeOf(context),
        roleAssignmentName: guidOf(scopeOf(context), title, may),
        roleDefinitionId: role.id,
        principalId: identity.principalId,
        // without the type Azure looks the principal up, and does not find a new one for minutes
        principalType: "ServicePrincipal",
      },
      own,
    );
  return identity;
}
