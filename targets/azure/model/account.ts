import { z } from "zod";
import type { AccountModel } from "../../account-model.ts";
import { actionsOf } from "../../rights.ts";
import { azureRights } from "./rights.ts";

const types = {
  group: "azure-native:resources:ResourceGroup",
  storageAccount: "azure-native:storage:StorageAccount",
  container: "azure-native:storage:BlobContainer",
  gallery: "azure-native:compute:Gallery",
  definition: "azure-native:compute:GalleryImage",
  identity: "azure-native:managedidentity:UserAssignedIdentity",
  jobs: "azure-native:managedidentity:FederatedIdentityCredential",
  role: "azure-native:authorization:RoleDefinition",
  assignment: "azure-native:authorization:RoleAssignment",
  lock: "azure-native:authorization:ManagementLockByScope",
};

/** The only audience that Azure accepts. */
export const azureAudience = "api://AzureADTokenExchange";

/** The subscription's parts: a private storage account, two galleries, CI's identities, and the roles that they have. */
export const azureAccountModel: AccountModel = {
  cloud: "azure",
  owned: ["subscription"],
  component: "debian:cloud:AzureChannelSubscription",
  types: {
    [types.group]: [],
    [types.storageAccount]: ["allowBlobPublicAccess", "minimumTlsVersion", "enableHttpsTrafficOnly"],
    [types.container]: ["publicAccess"],
    [types.gallery]: ["sharingProfile", "softDeletePolicy"],
    [types.definition]: [],
    [types.identity]: [],
    [types.jobs]: ["issuer", "subject", "audiences"],
    [types.role]: ["roleName", "permissions", "assignableScopes"],
    [types.assignment]: ["scope", "principalType"],
    [types.lock]: [],
  },
  openings({ type, inputs }) {
    switch (type) {
      case types.storageAccount:
        return wrong(inputs, {
          allowBlobPublicAccess: false,
          minimumTlsVersion: "TLS1_2",
          enableHttpsTrafficOnly: true,
        });
      case types.container:
        return wrong(inputs, { publicAccess: "None" });
      case types.gallery:
        return openGallery(inputs);
      case types.jobs:
        return openJobs(inputs);
      default:
        return [];
    }
  },
  excess({ type, inputs }) {
    if (type === types.role) return excessIn(inputs);
    if (type !== types.assignment) return [];
    return [
      ...wrong(inputs, { principalType: "ServicePrincipal" }),
      ...(isOfGroup(inputs["scope"]) ? [] : ["scope: expected a resource group, not a whole subscription"]),
    ];
  },
};

const isOfGroup = (scope: unknown): boolean =>
  typeof scope === "string" && /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.test(scope);

const wrong = (inputs: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(expected).flatMap(([key, value]) =>
    inputs[key] === value ? [] : [`${key} is ${String(inputs[key])}: expected ${String(value)}`],
  );

const contact = z.object({ publicNamePrefix: z.string(), publisherContact: z.string(), eula: z.string() });
const gallerySchema = z.object({
  sharingProfile: z
    .discriminatedUnion("permissions", [
      z.object({ permissions: z.literal("Private") }),
      z.object({ permissions: z.literal("Community"), communityGalleryInfo: contact }),
    ])
    .optional(),
  softDeletePolicy: z.object({ isSoftDeleteEnabled: z.literal(false) }),
});

/** A softly deleted version can still be started, so no image could be withdrawn. */
function openGallery(inputs: Readonly<Record<string, unknown>>): string[] {
  const { error } = gallerySchema.safeParse(inputs);
  return (error?.issues ?? []).map(({ path }) =>
    path[0] === "softDeletePolicy"
      ? "softDeletePolicy: expected that deletion is final"
      : `${path.join(".")}: expected a private gallery, or a community gallery with its publisher`,
  );
}

function openJobs({ issuer, subject, audiences }: Readonly<Record<string, unknown>>): string[] {
  return [
    ...(typeof issuer === "string" && issuer.startsWith("https://") ? [] : ["issuer: expected https"]),
    ...(typeof subject === "string" && /^project_path:[^:*]+:ref_type:(branch|tag):ref:[^:*]+$/.test(subject)
      ? []
      : ["subject: expected one ref of one project"]),
    ...(JSON.stringify(audiences) === JSON.stringify([azureAudience])
      ? []
      : [`audiences: expected ${azureAudience} alone`]),
  ];
}

const permissionSchema = z.array(
  z.object({ actions: z.array(z.string()).default([]), dataActions: z.array(z.string()).default([]) }),
);

function excessIn({ roleName, permissions, assignableScopes }: Readonly<Record<string, unknown>>): string[] {
  const group = /-(publish|delete)$/.exec(String(roleName))?.[1];
  if (group !== "publish" && group !== "delete")
    return [`roleName is ${String(roleName)}: expected the role of a group of the table of rights`];
  const known = new Set(actionsOf(azureRights, group));
  const { data } = permissionSchema.safeParse(permissions);
  if (data === undefined) return ["permissions: expected lists of actions"];
  const scopes: unknown[] = Array.isArray(assignableScopes) ? assignableScopes : [undefined];
  return [
    ...data
      .flatMap(({ actions, dataActions }) => [...actions, ...dataActions])
      .filter((action) => !known.has(action))
      .map((action) => `permissions: ${action}: expected what targets/azure/model/rights.json has for ${group}`),
    ...scopes.filter((scope) => !isOfGroup(scope)).map(() => "assignableScopes: expected resource groups alone"),
  ];
}
