/** A refusal in Azure's words. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * The rules that the stand-in keeps: status, code, source, message. "docs" are articles/virtual-machines of MicrosoftDocs/azure-compute-docs,
 * "REST" is Azure's REST reference. Nobody has tried what is marked (unverified); there the rule is the stricter one.
 */
const rules = {
  noSubscription: [
    404,
    "SubscriptionNotFound",
    "Azure Resource Manager, errors",
    "The subscription '%' could not be found.",
  ],
  invalidToken: [
    401,
    "InvalidAuthenticationToken",
    "Azure Resource Manager, errors",
    "The access token is invalid: %.",
  ],
  notAllowed: [
    403,
    "AuthorizationFailed",
    "Azure Resource Manager, errors",
    "The client does not have authorization to perform action '%'.",
  ],
  noApiVersion: [
    400,
    "MissingApiVersionParameter",
    "Azure Resource Manager, errors",
    "The api-version query parameter is required.",
  ],
  notFound: [404, "ResourceNotFound", "Azure Resource Manager, errors", "The Resource '%' was not found."],
  versionName: [
    400,
    "InvalidParameter",
    "REST, GalleryImageVersions_CreateOrUpdate",
    "Gallery image version name '%' is not Major.Minor.Patch of int32.",
  ],
  homeAmongTargets: [
    400,
    "InvalidParameter",
    "docs/azure-compute-gallery",
    "Target regions must contain the location '%'.",
  ],
  regionTwice: [400, "InvalidParameter", "docs/azure-compute-gallery", "Target region '%' is listed twice."],
  regionUnavailable: [
    400,
    "LocationNotAvailableForResourceType",
    "Azure Resource Manager, errors",
    "The provided location '%' is not available for resource type 'Microsoft.Compute/galleries'.",
  ],
  noBlob: [
    400,
    "InvalidParameter",
    "REST, GalleryImageVersions_CreateOrUpdate",
    "The source blob % does not exist or is no page blob.",
  ],
  noFooter: [
    400,
    "InvalidParameter",
    "docs/prepare-for-upload-vhd-image",
    "The source blob % is no fixed VHD of whole MiB: %.",
  ],
  noSharedKey: [
    403,
    "KeyBasedAuthenticationNotPermitted",
    "Azure Storage, error codes; that a version needs the account's key is not sure (clouds.md 2.6, unverified)",
    "Key based authentication is not permitted on this storage account.",
  ],
  otherRegion: [
    400,
    "InvalidParameter",
    "REST, GalleryImageVersions_CreateOrUpdate",
    "The source is not in the region '%'.",
  ],
  noSource: [
    404,
    "ResourceNotFound",
    "REST, GalleryImageVersions_CreateOrUpdate",
    "The source version '%' is not there, or not Succeeded.",
  ],
  sourceFixed: [
    409,
    "PropertyChangeNotAllowed",
    "docs/update-image-resources (code unverified)",
    "Changing property 'storageProfile' is not allowed.",
  ],
  failedStays: [
    409,
    "Conflict",
    "hashicorp/packer-plugin-azure#183",
    "The version '%' has failed; delete it before it is published again.",
  ],
  markedForDeletion: [409, "Conflict", "hashicorp/packer-plugin-azure#183", "The version '%' is marked for deletion."],
  busy: [
    409,
    "OperationNotAllowed",
    "coreos/fedora-coreos-tracker#1444 (unverified)",
    "Another operation on the version '%' is in progress.",
  ],
  guarded: [
    409,
    "DeleteGalleryImageVersionBlockedBeforeEndOfLife",
    "REST, GalleryImageVersionSafetyProfile",
    "The version '%' cannot be deleted before its end of life.",
  ],
  endOfLifePast: [
    400,
    "InvalidParameter",
    "REST, GalleryImageVersionSafetyProfile",
    "endOfLifeDate % must be in the future.",
  ],
  regionKept: [
    409,
    "OperationNotAllowed",
    "REST, GalleryImageVersionSafetyProfile",
    "Replicated location '%' may not be removed.",
  ],
  shape: [400, "InvalidRequestContent", "@azure/arm-compute 22.4.0, its mappers", "%"],
  unregistered: [
    409,
    "MissingSubscriptionRegistration",
    "Azure Resource Manager, errors; that old subscriptions must register for community galleries: clouds.md 2.3 (unverified)",
    "The subscription is not registered to use '%'.",
  ],
  notInRegion: [404, "NotFound", "skypilot-org/skypilot#4145", "The community gallery version was not found in '%'."],
} as const satisfies Record<string, readonly [status: number, code: string, source: string, message: string]>;

/** @param values put in place of each `%` */
export function refused(rule: keyof typeof rules, ...values: readonly string[]): ArmError {
  const [status, code, , message] = rules[rule];
  const rest = [...values];
  return new ArmError(
    status,
    code,
    message.replace(/%/g, () => rest.shift() ?? ""),
  );
}
