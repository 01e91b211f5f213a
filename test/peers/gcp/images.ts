import { diskIn, unpacked } from "./disk.ts";
import { Refused, type Rule } from "./rules.ts";
import { fresh, nextTime, type Operation, type Policy, type Project, type State, type StoredImage } from "./state.ts";
import { bucketOf, objectOf } from "./storage.ts";

/** Compute Engine's images. Each change is an operation, which ends after some looks. */

export interface NewImage {
  name: string;
  family?: string;
  description?: string;
  architecture?: string;
  guestOsFeatures?: { type: string }[];
  storageLocations?: string[];
  labels?: Record<string, string>;
  rawDisk?: { source?: string };
}

const label = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const featuresOfArm = new Set(["UEFI_COMPATIBLE", "GVNIC", "VIRTIO_SCSI_MULTIQUEUE", "IDPF"]);

interface Change {
  type: string;
  image: string;
  requestId: string | null;
  /** How many looks it takes. */
  looks: number;
  finish: () => void;
}

/** Begins a change. The same request id gets the same operation. */
export function begin(project: Project, { type, image, requestId, looks, finish }: Change): Operation {
  const known = requestId === null ? undefined : project.requests.get(requestId);
  if (known !== undefined) return known;
  const targetLink = `https://www.googleapis.com/compute/v1/projects/${project.id}/global/images/${image}`;
  if ([...project.operations.values()].some((each) => each.targetLink === targetLink && each.status !== "DONE"))
    throw new Refused("notReady");
  const operation: Operation = {
    name: `operation-${fresh()}`,
    operationType: type,
    targetLink,
    status: "PENDING",
    looks,
    finish,
  };
  project.operations.set(operation.name, operation);
  if (requestId !== null) project.requests.set(requestId, operation);
  return operation;
}

/** Looks at an operation, which goes on by that. At its end it may have failed, with status 200. */
export function look(operation: Operation): Operation {
  if (operation.status === "DONE") return operation;
  operation.looks -= 1;
  operation.status = "RUNNING";
  if (operation.looks > 0) return operation;
  operation.status = "DONE";
  try {
    operation.finish();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fail(operation, error.rule);
  }
  return operation;
}

function fail(operation: Operation, { reason, message, status }: Rule): void {
  operation.error = { errors: [{ code: reason, message }] };
  operation.httpErrorStatusCode = status;
}

export function imageOf(project: Project, name: string): StoredImage {
  const image = project.images.get(name);
  if (image === undefined) throw new Refused("notFound");
  return image;
}

/** Checks a request for a new image, which is PENDING then. Returns the end of the change: the image is READY, or deleted. */
export function prepareImage(state: State, project: Project, wanted: NewImage): () => void {
  const { name, family = "", architecture = "ARCHITECTURE_UNSPECIFIED", guestOsFeatures = [], labels = {} } = wanted;
  if (!label.test(name)) throw new Refused("badName");
  if (family !== "" && !label.test(family)) throw new Refused("badFamily");
  if (project.images.has(name)) throw new Refused("nameTaken");
  checkLabels(labels);
  if (architecture === "ARM64" && guestOsFeatures.some(({ type }) => !featuresOfArm.has(type)))
    throw new Refused("badFeature");
  const [, bucket = "", object = ""] =
    /^https:\/\/storage\.googleapis\.com\/([^/]+)\/(.+)$/.exec(wanted.rawDisk?.source ?? "") ?? [];
  if (state.buckets.get(bucket)?.objects.has(object) !== true) throw new Refused("badSource");
  const image: StoredImage = {
    id: String(state.clock),
    name,
    status: "PENDING",
    creationTimestamp: nextTime(state),
    family,
    description: wanted.description ?? "",
    architecture,
    guestOsFeatures,
    storageLocations: wanted.storageLocations ?? ["us"],
    labels,
    labelFingerprint: fresh(),
    diskSizeGb: "0",
    deprecated: undefined,
    policy: { etag: fresh(), version: 1, bindings: [] },
    tar: Buffer.alloc(0),
  };
  project.images.set(name, image);
  return () => {
    try {
      if (project.images.size > project.quota) throw new Refused("quota");
      image.tar = unpacked(objectOf(bucketOf(state, bucket), object).bytes);
      image.diskSizeGb = String(diskIn(image.tar).size >> 30);
      image.status = "READY";
    } catch (error) {
      project.images.delete(name);
      throw error;
    }
  };
}

export function checkLabels(labels: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(labels))
    if (!/^[a-z][a-z0-9_-]{0,62}$/.test(key) || !/^[a-z0-9_-]{0,63}$/.test(value)) throw new Refused("badLabel");
}

/** The newest image of a family that is not deprecated, whoever may use it. */
export function newestOf(project: Project, family: string): StoredImage {
  const [newest] = [...project.images.values()]
    .filter((image) => image.family === family && image.deprecated === undefined && image.status === "READY")
    .toSorted((a, b) => (a.creationTimestamp < b.creationTimestamp ? 1 : -1));
  if (newest === undefined) throw new Refused("notFound");
  return newest;
}

/** Replaces an image's whole policy. */
export function replacePolicy(
  project: Project,
  image: StoredImage,
  policy: Partial<Policy>,
  lateReadings: number,
): Policy {
  const bindings = policy.bindings ?? [];
  const members = bindings.flatMap((binding) => binding.members);
  if (members.includes("allUsers")) throw new Refused("allUsers");
  if (project.restricted && members.includes("allAuthenticatedUsers")) throw new Refused("domainRestricted");
  if (policy.etag !== undefined && policy.etag !== image.policy.etag)
    // Google gives one of two answers
    throw new Refused(image.policy.etag < "8" ? "staleEtag" : "staleEtagCondition");
  image.before = { policy: image.policy, readings: lateReadings };
  image.policy = { version: policy.version ?? 1, etag: fresh(), bindings };
  return image.policy;
}

/** Reads an image's policy. Changes are seen late (K: within 2 minutes, up to 7 or more). */
export function readPolicy(image: StoredImage): Policy {
  if (image.before === undefined || image.before.readings === 0) return image.policy;
  image.before.readings -= 1;
  return image.before.policy;
}

export const mayUse = ({ policy }: StoredImage): boolean =>
  policy.bindings.some(
    ({ role, members, condition }) =>
      role === "roles/compute.imageUser" && condition === undefined && members.includes("allAuthenticatedUsers"),
  );
