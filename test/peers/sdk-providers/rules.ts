import type { Properties } from "../../../provider-sdk/provider.ts";

/** A resource in an account. */
export interface Held {
  type: string;
  id: string;
  /** Its inputs and outputs. */
  properties: Properties;
}

type Account = ReadonlyMap<string, Held>;

/** How a cloud, or its provider, differs from a plain store. Sources are named as in the team's sheet of facts about clouds. */
interface Rule {
  source: string;
  /** The inputs whose change replaces the resource. */
  replaces?: readonly string[];
  /** Whether it takes what is there for its own. All others refuse what exists, as after a run whose state was lost. */
  upserts?: true;
  /** The inputs that the cloud refuses to change, though the provider tries. */
  fixed?: readonly string[];
  /** Why the cloud refuses another change; undefined where it does not. */
  changes?(olds: Properties, news: Properties): string | undefined;
  /** The outputs that the cloud adds. */
  outputs?(id: string, inputs: Properties): Properties;
  /** Why the cloud refuses to make or change the resource; undefined where it does not. */
  refuses?(inputs: Properties, others: readonly Held[]): string | undefined;
  /** What the deletion leaves, by the provider's code; default: nothing. */
  deleted?(held: Held, account: Account): "gone" | "stays" | Properties | { refused: string };
}

/**
 * What nobody could try of Azure (clouds.md, "Not verified"), so tests have both: by default it is the stricter. A test names those that are
 * to be `allowed` in this variable, separated by commas.
 */
export const unverified = {
  variable: "CLOUD_IMAGES_TEST_ALLOWED",
  /** A private gallery becomes a community gallery. */
  conversion: "gallery-conversion",
  /** A subscription has community galleries without registering for them. */
  unregistered: "unregistered-community",
} as const;
const isAllowed = (what: string): boolean => (process.env[unverified.variable] ?? "").split(",").includes(what);

const sharingOf = (inputs: Properties): unknown => {
  const profile = inputs["sharingProfile"];
  return typeof profile === "object" && profile !== null && "permissions" in profile ? profile.permissions : "Private";
};

const sameName = (key: string, code: string) => (inputs: Properties, others: readonly Held[]) =>
  others.some(({ properties }) => properties[key] === inputs[key]) ? `${code}: ${String(inputs[key])}` : undefined;

const subscription = "/subscriptions/of-the-stand-in/resourceGroups";
/** The project of Pulumi.accounts-daily.yaml. */
const googleProject = "debian-images-daily";
const emailOf = (accountId: unknown): string => `${String(accountId)}@${googleProject}.iam.gserviceaccount.com`;

const azurePath = (kind: string, key: string) => (_id: string, inputs: Properties) => ({
  id: `${subscription}/${String(inputs["resourceGroupName"])}/providers/${kind}/${String(inputs[key])}`,
  name: inputs[key],
});

export const rules: Readonly<Record<string, Rule>> = {
  "aws:iam/role:Role": {
    source: "terraform-provider-aws iam/role.go; IAM: a name is one of its account",
    replaces: ["name", "namePrefix", "path"],
    outputs: (_id, { name }) => ({ arn: `arn:aws:iam::903794441882:role/${String(name)}` }),
    refuses: sameName("name", "EntityAlreadyExists"),
    deleted: ({ properties }, account) =>
      [...account.values()].some(
        ({ type, properties: { role } }) => /rolePolicy/.test(type) && role === properties["name"],
      )
        ? { refused: "DeleteConflict: must delete policies first" }
        : "gone",
  },
  "aws:iam/rolePolicy:RolePolicy": {
    source:
      "terraform-provider-aws iam/role_policy.go: PutRolePolicy; IAM quotas: 10240 characters of inline policies in a role",
    upserts: true,
    replaces: ["name", "role"],
    refuses: ({ policy }) =>
      String(policy).replaceAll(/\s/g, "").length > 10_240 ? "LimitExceeded: PolicySize" : undefined,
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    source: "IAM: one provider for each url of an account",
    replaces: ["url"],
    outputs: (_id, { url }) => ({
      arn: `arn:aws:iam::903794441882:oidc-provider/${String(url).replace("https://", "")}`,
    }),
    refuses: sameName("url", "EntityAlreadyExists"),
  },
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": {
    source: "terraform-provider-aws ec2_image_block_public_access.go: a setting; deletion does nothing",
    upserts: true,
    replaces: ["region"],
    deleted: () => "stays",
  },
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": {
    source: "boto/boto3#3942, terraform-provider-aws: a setting; unblocked is refused, deletion opens the region",
    upserts: true,
    replaces: ["region"],
    refuses: ({ state }) => (state === "unblocked" ? "InvalidRequest: unblocked" : undefined),
    deleted: ({ properties }) => ({ ...properties, state: "unblocked" }),
  },
  "azure-native:resources:ResourceGroup": {
    source: "pulumi-azure-native: path parts and location replace",
    replaces: ["resourceGroupName", "location"],
    outputs: (_id, { resourceGroupName }) => ({
      id: `${subscription}/${String(resourceGroupName)}`,
      name: resourceGroupName,
    }),
  },
  "azure-native:storage:StorageAccount": {
    source: "pulumi-azure-native; ARM: StorageAccountAlreadyTaken, ScopeLocked",
    replaces: ["accountName", "resourceGroupName", "location", "isHnsEnabled"],
    outputs: azurePath("Microsoft.Storage/storageAccounts", "accountName"),
    refuses: sameName("accountName", "StorageAccountAlreadyTaken"),
    deleted: ({ id }, account) =>
      [...account.values()].some(({ properties: { scope, level } }) => level === "CanNotDelete" && scope === id)
        ? { refused: "ScopeLocked" }
        : "gone",
  },
  "azure-native:compute:Gallery": {
    source:
      "AzD:share-gallery-community, Azure/azure-cli#22223: permissions are given when it is made; old subscriptions registered for Microsoft.Compute/CommunityGalleries; AzD:shared-image-galleries: no gallery goes before its definitions",
    replaces: ["resourceGroupName", "galleryName", "location"],
    outputs: azurePath("Microsoft.Compute/galleries", "galleryName"),
    changes: (olds, news) =>
      sharingOf(olds) === sharingOf(news) || isAllowed(unverified.conversion)
        ? undefined
        : "PropertyChangeNotAllowed: Changing property 'sharingProfile.permissions' is not allowed.",
    refuses: (inputs, others) =>
      sameName("galleryName", "cannot create already existing resource")(inputs, others) ??
      (sharingOf(inputs) === "Community" && !isAllowed(unverified.unregistered)
        ? "MissingSubscriptionRegistration: The subscription is not registered to use Microsoft.Compute/CommunityGalleries"
        : undefined),
    deleted: ({ properties }, account) =>
      [...account.values()].some(
        (each) =>
          each.type === "azure-native:compute:GalleryImage" &&
          each.properties["galleryName"] === properties["galleryName"],
      )
        ? { refused: "CannotDeleteResource: Can not delete resource before nested resources are deleted." }
        : "gone",
  },
  "azure-native:compute:GalleryImage": {
    source:
      "AzD:shared-image-galleries: publisher, offer and sku are one of a gallery, and what starts an image never changes; pzp gen/replacement.go: path parts and location alone replace",
    replaces: ["resourceGroupName", "galleryName", "galleryImageName", "location"],
    fixed: ["identifier", "osType", "osState", "hyperVGeneration", "architecture", "features"],
    outputs: azurePath("Microsoft.Compute/galleries/images", "galleryImageName"),
    refuses: ({ galleryName, identifier }, others) =>
      others.some(
        ({ properties }) =>
          properties["galleryName"] === galleryName &&
          JSON.stringify(properties["identifier"]) === JSON.stringify(identifier),
      )
        ? `Gallery image with identifier ${JSON.stringify(identifier)} already exists`
        : undefined,
  },
  "azure-native:managedidentity:UserAssignedIdentity": {
    source: "pulumi-azure-native",
    replaces: ["resourceGroupName", "resourceName", "location"],
    outputs: (id, { resourceName }) => ({
      name: resourceName,
      clientId: `client-${id}`,
      principalId: `principal-${id}`,
    }),
  },
  "azure-native:authorization:RoleAssignment": {
    source: "ARM: the same principal, role and scope under another name is RoleAssignmentExists",
    replaces: ["principalId", "scope", "roleAssignmentName"],
    refuses: ({ principalId, roleDefinitionId, scope }, others) =>
      others.some(
        ({ properties: other }) =>
          other["principalId"] === principalId &&
          other["roleDefinitionId"] === roleDefinitionId &&
          other["scope"] === scope,
      )
        ? "RoleAssignmentExists"
        : undefined,
  },
  "azure-native:authorization:RoleDefinition": {
    source: "ARM: a role's name is one of its tenant; RoleDefinitionHasAssignments",
    replaces: ["scope", "roleDefinitionId"],
    outputs: (_id, { scope, roleDefinitionId }) => ({
      id: `${String(scope)}/providers/Microsoft.Authorization/roleDefinitions/${String(roleDefinitionId)}`,
    }),
    refuses: sameName("roleName", "RoleDefinitionWithSameNameExists"),
    deleted: ({ id }, account) =>
      [...account.values()].some(({ properties }) => properties["roleDefinitionId"] === id)
        ? { refused: "RoleDefinitionHasAssignments" }
        : "gone",
  },
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": {
    source: "terraform-provider-google: replaced by its id, which is reserved for 30 days after a deletion",
    replaces: ["workloadIdentityPoolId", "project"],
    outputs: (_id, { workloadIdentityPoolId }) => ({
      name: `projects/42/locations/global/workloadIdentityPools/${String(workloadIdentityPoolId)}`,
    }),
    refuses: ({ workloadIdentityPoolId }) =>
      /^[a-z0-9-]{4,32}$/.test(String(workloadIdentityPoolId)) ? undefined : "invalid workload_identity_pool_id",
  },
  "gcp:serviceaccount/account:Account": {
    source: "terraform-provider-google: account_id of 6 to 30 characters",
    replaces: ["accountId", "project"],
    outputs: (_id, { accountId }) => ({
      email: emailOf(accountId),
      name: `projects/${googleProject}/serviceAccounts/${emailOf(accountId)}`,
    }),
    refuses: ({ accountId }) =>
      /^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$/.test(String(accountId)) ? undefined : `account_id ${String(accountId)}`,
  },
  "gcp:projects/iAMCustomRole:IAMCustomRole": {
    source: "IAM: ids of roles have letters, digits, underscores and dots, at most 64",
    replaces: ["roleId", "project"],
    outputs: (_id, { project, roleId }) => ({ name: `projects/${String(project)}/roles/${String(roleId)}` }),
    refuses: ({ roleId }) => (/^[\w.]{3,64}$/.test(String(roleId)) ? undefined : `role_id ${String(roleId)}`),
  },
  "gcp:storage/bucket:Bucket": {
    source: "terraform-provider-google: name, location and project replace; a bucket with objects is not deleted",
    replaces: ["name", "location", "project"],
    outputs: (_id, { name }) => ({ url: `gs://${String(name)}` }),
  },
  ...Object.fromEntries(
    [
      "gcp:storage/bucketIAMMember:BucketIAMMember",
      "gcp:serviceaccount/iAMMember:IAMMember",
      "gcp:projects/iAMMember:IAMMember",
    ].map((type): [string, Rule] => [
      type,
      {
        source:
          "terraform-provider-google iam.go: the policy is read, changed and written with its etag; all inputs replace",
        upserts: true,
        replaces: ["bucket", "serviceAccountId", "project", "role", "member", "condition"],
      },
    ]),
  ),
};
