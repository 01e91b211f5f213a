import { z } from "zod";
import { judgedBy, unlike } from "../../account-model.ts";
import { azureAccountInputs, type AzureAccountInputs } from "./account-inputs.ts";
import { subjectOf } from "../../trusted-jobs.ts";
import { excessOfAssignment, excessOfRole } from "./account-rights.ts";

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
export const azureAccountModel = judgedBy(azureAccountInputs, {
  cloud: "azure",
  owned: ["subscription"],
  component: "debian:cloud:AzureChannelSubscription",
  types: {
    [types.group]: [],
    [types.storageAccount]: [
      "allowBlobPublicAccess",
      "minimumTlsVersion",
      "enableHttpsTrafficOnly",
      "isSftpEnabled",
      "isLocalUserEnabled",
    ],
    [types.container]: ["publicAccess"],
    [types.gallery]: ["galleryName", "sharingProfile", "softDeletePolicy"],
    [types.definition]: [],
    [types.identity]: [],
    [types.jobs]: ["issuer", "subject", "audiences", "claimsMatchingExpression"],
    [types.role]: ["roleName", "roleDefinitionId", "permissions", "assignableScopes"],
    [types.assignment]: ["scope", "principalType", "roleDefinitionId", "roleAssignmentName"],
    [types.lock]: ["level"],
  },
  openings({ type, inputs }, account) {
    switch (type) {
      case types.storageAccount:
        return [
          ...unlike(inputs, {
            allowBlobPublicAccess: false,
            minimumTlsVersion: "TLS1_2",
            enableHttpsTrafficOnly: true,
          }),
          ...["isSftpEnabled", "isLocalUserEnabled"]
            .filter((key) => inputs[key] === true)
            .map((key) => `${key}: expected no users of its own, with passwords`),
        ];
      case types.container:
        return unlike(inputs, { publicAccess: "None" });
      case types.gallery:
        return openGallery(inputs, account);
      case types.jobs:
        return openJobs(inputs, account);
      case types.lock:
        return unlike(inputs, { level: "CanNotDelete" });
      default:
        return [];
    }
  },
  excess({ type, inputs }, account) {
    if (type === types.role) return excessOfRole(inputs, account);
    return type === types.assignment ? excessOfAssignment(inputs, account) : [];
  },
});

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
function openGallery(inputs: Readonly<Record<string, unknown>>, { azure }: AzureAccountInputs): string[] {
  const { data, error } = gallerySchema.safeParse(inputs);
  const isCommunity = data?.sharingProfile?.permissions === "Community";
  return [
    ...(error?.issues ?? []).map(({ path }) =>
      path[0] === "softDeletePolicy"
        ? "softDeletePolicy: expected that deletion is final"
        : `${path.join(".")}: expected a private gallery, or a community gallery with its publisher`,
    ),
    ...(isCommunity ? unlike(inputs, { galleryName: azure.communityGallery.name }) : []),
  ];
}

function openJobs(inputs: Readonly<Record<string, unknown>>, { gitlab }: AzureAccountInputs): string[] {
  const { audiences, claimsMatchingExpression } = inputs;
  return [
    ...unlike(inputs, { issuer: gitlab.url, subject: subjectOf(gitlab) }),
    ...(JSON.stringify(audiences) === JSON.stringify([azureAudience])
      ? []
      : [`audiences: expected ${azureAudience} alone`]),
    ...(claimsMatchingExpression === undefined ? [] : ["claimsMatchingExpression: expected a subject, and no pattern"]),
  ];
}
