import { z } from "zod";
import { ask, askAll } from "../answer.ts";
import type { Connection } from "../connection.ts";
import { ifThere, isMissing } from "../refusal.ts";

/** Glance's images. */

const imageStatuses = [
  "queued",
  "saving",
  "active",
  "uploading",
  "importing",
  "killed",
  "deleted",
  "pending_delete",
  "deactivated",
] as const;

const knownSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  status: z.enum(imageStatuses),
  visibility: z.enum(["private", "shared", "community", "public"]),
  owner: z.string().nullable(),
  protected: z.boolean(),
  os_hidden: z.boolean().default(false),
  os_hash_algo: z.string().nullish(),
  os_hash_value: z.string().nullish(),
  size: z.number().nullish(),
  min_disk: z.number().default(0),
  disk_format: z.string().nullish(),
  created_at: z.string(),
  tags: z.array(z.string()),
});

/** An image's own properties are keys among the others; Glance gives them as texts. */
export const glanceImageSchema = z.looseObject(knownSchema.shape).transform(({ ...all }) => {
  const known = knownSchema.parse(all);
  const properties = Object.entries(all).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" && !(key in knownSchema.shape) && !machinery.has(key) ? [[key, value]] : [],
  );
  return { ...known, properties: Object.fromEntries(properties) };
});

/** Keys of Glance's own that say nothing of the image. */
const machinery = new Set([
  "self",
  "file",
  "schema",
  "direct_url",
  "stores",
  "checksum",
  "updated_at",
  "container_format",
]);

export type GlanceImage = z.output<typeof glanceImageSchema>;
export type Visibility = GlanceImage["visibility"];

interface ImageQuery {
  name?: string;
  owner?: string;
  tag?: string | readonly string[];
  /** `all`: of others too, community images among them. Default: the user's own, those shared with it, and public ones. */
  visibility?: Visibility | "all";
  /** Only hidden ones; without it only those that are not. */
  hidden?: boolean;
  status?: (typeof imageStatuses)[number];
  /** Values of properties. */
  properties?: Record<string, string>;
  /** As Glance orders: `created_at:desc`. */
  sort?: string;
  signal?: AbortSignal;
}

const pageSchema = z.object({ images: z.array(glanceImageSchema), next: z.string().optional() });

export async function findImages(connection: Connection, query: ImageQuery = {}): Promise<GlanceImage[]> {
  const { name, owner, tag, visibility, hidden, status, properties, sort, signal } = query;
  return askAll(connection, "image", {
    path: "/images",
    schema: pageSchema,
    query: {
      ...properties,
      ...(name !== undefined && { name }),
      ...(owner !== undefined && { owner }),
      ...(tag !== undefined && { tag }),
      ...(visibility !== undefined && { visibility }),
      ...(hidden !== undefined && { os_hidden: String(hidden) }),
      ...(status !== undefined && { status }),
      ...(sort !== undefined && { sort }),
      limit: "200",
    },
    ...(signal !== undefined && { signal }),
    items: ({ images }) => images,
    next: ({ next }) => (next === undefined ? undefined : queryOf(next)),
  });
}

/** The next page's address differs only in its place in the list. */
function queryOf(address: string): Record<string, string> | undefined {
  const marker = new URL(address, "http://glance").searchParams.get("marker");
  return marker === null ? undefined : { marker };
}

interface Options {
  signal?: AbortSignal;
}

const at = (id: string): string => `/images/${encodeURIComponent(id)}`;

/** Undefined where there is none that the user may see. */
export const getImage = (connection: Connection, id: string, options: Options = {}): Promise<GlanceImage | undefined> =>
  ifThere(ask(connection, "image", { method: "GET", path: at(id), schema: glanceImageSchema, ...options }));

export interface NewImage {
  /**
   * A UUID of the caller's choice. Glance refuses one (409) that is or ever was an image's, so a call with it may be repeated.
   */
  id?: string;
  name: string;
  visibility: Visibility;
  protected: boolean;
  diskFormat: "qcow2" | "raw";
  /** GiB. */
  minDisk: number;
  tags: readonly string[];
  properties: Record<string, string>;
}

/** A record without bytes, `queued`. */
export const createImage = (connection: Connection, image: NewImage, options: Options = {}): Promise<GlanceImage> =>
  ask(connection, "image", {
    method: "POST",
    path: "/images",
    schema: glanceImageSchema,
    repeatable: image.id !== undefined,
    json: {
      ...image.properties,
      ...(image.id !== undefined && { id: image.id }),
      name: image.name,
      visibility: image.visibility,
      protected: image.protected,
      disk_format: image.diskFormat,
      container_format: "bare",
      min_disk: image.minDisk,
      tags: image.tags,
    },
    ...options,
  });

/** As RFC 6902; a path is a key of the image, `/visibility`. */
export type PatchOperation = { op: "add" | "replace"; path: string; value: unknown } | { op: "remove"; path: string };

export const patchImage = (
  connection: Connection,
  id: string,
  operations: readonly PatchOperation[],
  options: Options = {},
): Promise<GlanceImage> =>
  ask(connection, "image", {
    method: "PATCH",
    path: at(id),
    schema: glanceImageSchema,
    headers: { "content-type": "application/openstack-images-v2.1-json-patch" },
    body: () => Buffer.from(JSON.stringify(operations)),
    ...options,
  });

/** Deletes it; one that is not there any more is deleted. Glance refuses a protected one. */
export async function deleteImage(connection: Connection, id: string, options: Options = {}): Promise<void> {
  try {
    await connection.request("image", { method: "DELETE", path: at(id), ...options });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

const tagAt = (id: string, tag: string): string => `${at(id)}/tags/${encodeURIComponent(tag)}`;

/** May be repeated: a tag is there once. */
export async function addTag(connection: Connection, id: string, tag: string, options: Options = {}): Promise<void> {
  await connection.request("image", { method: "PUT", path: tagAt(id, tag), ...options });
}

/** May be repeated: a tag that is not there is removed. Throws where the image is missing. */
export async function removeTag(connection: Connection, id: string, tag: string, options: Options = {}): Promise<void> {
  try {
    await connection.request("image", { method: "DELETE", path: tagAt(id, tag), ...options });
  } catch (error) {
    if (!isMissing(error) || (await getImage(connection, id, options)) === undefined) throw error;
  }
}
