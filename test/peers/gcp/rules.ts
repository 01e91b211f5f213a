/** What Google refuses, each rule with its source. `K`: widely known, not read again; `U`: Google's pages disagree. */

export interface Rule {
  status: number;
  reason: string;
  message: string;
  source: string;
}

const discovery = "discovery document compute.v1, revision 20261106";

const rules = {
  unauthenticated: {
    status: 401,
    reason: "authError",
    message: "Invalid Credentials",
    source: "K",
  },
  forbidden: {
    status: 403,
    reason: "forbidden",
    message: "Required permission for the resource is missing",
    source: "K",
  },
  notFound: { status: 404, reason: "notFound", message: "The resource was not found", source: "K" },
  nameTaken: {
    status: 409,
    reason: "alreadyExists",
    message: "The resource already exists",
    source: "K: images.insert of a name that is taken",
  },
  notReady: {
    status: 400,
    reason: "resourceNotReady",
    message: "The resource is not ready",
    source: "K: a change while another one of the same resource goes on",
  },
  badName: {
    status: 400,
    reason: "invalid",
    message: "Invalid value for field 'resource.name': must match (?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)",
    source: discovery,
  },
  badFamily: {
    status: 400,
    reason: "invalid",
    message: "Invalid value for field 'resource.family': must match (?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)",
    source: discovery,
  },
  badLabel: {
    status: 400,
    reason: "invalid",
    message: "Invalid label: keys and values have at most 63 characters of [a-z0-9_-], and a key begins with a letter",
    source: "cloud.google.com/compute/docs/labeling-resources",
  },
  badSource: {
    status: 400,
    reason: "invalid",
    message: "Invalid value for field 'resource.rawDisk.source': the object does not exist or cannot be read",
    source: "K: Compute Engine reads the object with the caller's rights",
  },
  badArchive: {
    status: 400,
    reason: "INVALID_IMAGE_FILE",
    message: "The tar archive is not a valid image: expected one file disk.raw in old GNU format, of whole gigabytes",
    source: "cloud.google.com/compute/docs/images/import-existing-image",
  },
  badFeature: {
    status: 400,
    reason: "invalid",
    message: "Guest OS feature is not supported for the architecture",
    source: "coreos/fedora-coreos-tracker#2106",
  },
  patchedField: {
    status: 400,
    reason: "invalid",
    message: "images.patch changes family, description and deprecation status alone",
    source: discovery,
  },
  staleFingerprint: {
    status: 412,
    reason: "conditionNotMet",
    message: "Labels fingerprint either invalid or resource labels have changed",
    source: discovery,
  },
  staleEtag: {
    status: 409,
    reason: "aborted",
    message: "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
    source: "K: 409 in some answers",
  },
  staleEtagCondition: {
    status: 412,
    reason: "conditionNotMet",
    message: "The etag does not match the present policy",
    source: "K: 412 in others",
  },
  allUsers: {
    status: 400,
    reason: "invalid",
    message: "allUsers is not allowed on images",
    source: "cloud.google.com/compute/docs/images/managing-access-custom-images",
  },
  domainRestricted: {
    status: 412,
    reason: "conditionNotMet",
    message: "One or more users named in the policy do not belong to a permitted customer.",
    source: "K: organisation policy iam.allowedPolicyMemberDomains",
  },
  irreversible: {
    status: 400,
    reason: "invalid",
    message: "A deprecated image cannot be made active again",
    source:
      "U: cloud.google.com/compute/docs/images/deprecate-custom says so, older pages and CoreOS's releases otherwise",
  },
  quota: {
    status: 403,
    reason: "QUOTA_EXCEEDED",
    message: "Quota 'IMAGES' exceeded.",
    source: "K",
  },
  rateLimited: {
    status: 403,
    reason: "rateLimitExceeded",
    message: "Rate Limit Exceeded",
    source: "cloud.google.com/compute/docs/api/best-practices",
  },
  tooManyRequests: {
    status: 429,
    reason: "rateLimitExceeded",
    message: "The object exceeded the rate limit for object mutation operations",
    source: "cloud.google.com/storage/docs/json_api/v1/status-codes",
  },
  preconditionFailed: {
    status: 412,
    reason: "conditionNotMet",
    message: "At least one of the pre-conditions you specified did not hold.",
    source: "cloud.google.com/storage/docs/request-preconditions",
  },
  badPiece: {
    status: 400,
    reason: "invalid",
    message: "Each piece but the last must be a multiple of 256 KiB",
    source: "cloud.google.com/storage/docs/performing-resumable-uploads#chunked-upload",
  },
  wrongOffset: {
    status: 400,
    reason: "invalid",
    message: "The piece does not begin where the persisted bytes end",
    source: "cloud.google.com/storage/docs/performing-resumable-uploads",
  },
  uploadGone: {
    status: 410,
    reason: "gone",
    message: "The upload is not there any more",
    source: "cloud.google.com/storage/docs/resumable-uploads#session-uris: it lives a week",
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof rules;

/** A call that Google refuses. */
export class Refused extends Error {
  readonly rule: Rule;

  constructor(rule: RuleName) {
    super(rules[rule].message);
    this.rule = rules[rule];
  }
}

export const errorBody = ({ status, reason, message }: Rule) => ({
  error: { code: status, message, errors: [{ reason, message, domain: "global" }] },
});
