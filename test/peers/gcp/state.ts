import { randomBytes } from "node:crypto";

/** What the stand-in keeps: projects with their images, and buckets with their objects. */

interface Binding {
  role: string;
  members: string[];
  condition?: unknown;
}

export interface Policy {
  etag: string;
  version: number;
  bindings: Binding[];
}

export interface StoredImage {
  id: string;
  name: string;
  status: "PENDING" | "READY" | "FAILED" | "DELETING";
  creationTimestamp: string;
  family: string;
  description: string;
  architecture: string;
  guestOsFeatures: { type: string }[];
  storageLocations: string[];
  labels: Record<string, string>;
  labelFingerprint: string;
  diskSizeGb: string;
  deprecated: { state: string } | undefined;
  policy: Policy;
  /** The old policy, which so many readings still show. */
  before?: { policy: Policy; readings: number };
  /** The disk's archive, uncompressed. */
  tar: Buffer;
}

export interface Operation {
  name: string;
  operationType: string;
  targetLink: string;
  status: "PENDING" | "RUNNING" | "DONE";
  httpErrorStatusCode?: number;
  error?: { errors: { code: string; message: string }[] };
  /** How many looks until it ends. */
  looks: number;
  /** Makes the change, at the end of the operation. */
  finish: () => void;
}

export interface Project {
  id: string;
  number: string;
  images: Map<string, StoredImage>;
  operations: Map<string, Operation>;
  /** By request id: the operation that it began. */
  requests: Map<string, Operation>;
  quota: number;
  /** Whether its organisation forbids access for others. */
  restricted: boolean;
}

export interface StoredObject {
  name: string;
  generation: string;
  bytes: Buffer;
  metadata: Record<string, string>;
  contentType: string;
}

export interface Bucket {
  name: string;
  project: string;
  objects: Map<string, StoredObject>;
}

export interface Upload {
  bucket: string;
  object: string;
  metadata: Record<string, string>;
  contentType: string;
  /** `0`: the object must not be there. */
  ifGenerationMatch: string | null;
  persisted: Buffer;
  /** The object that it made; undefined until then. */
  done: StoredObject | undefined;
}

export interface State {
  projects: Map<string, Project>;
  buckets: Map<string, Bucket>;
  uploads: Map<string, Upload>;
  /** The time of the last change, in milliseconds. */
  clock: number;
}

export const emptyState = (): State => ({
  projects: new Map(),
  buckets: new Map(),
  uploads: new Map(),
  clock: Date.parse("2026-07-17T00:00:00Z"),
});

export function addProject(state: State, id: string): Project {
  const project: Project = {
    id,
    number: String(1000 + state.projects.size),
    images: new Map(),
    operations: new Map(),
    requests: new Map(),
    quota: 2000,
    restricted: false,
  };
  state.projects.set(id, project);
  return project;
}

export const fresh = (): string => randomBytes(8).toString("hex");

/** The time of a change. No two changes have the same. */
export const nextTime = (state: State): string => new Date((state.clock += 1000)).toISOString();
