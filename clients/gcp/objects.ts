import { z } from "zod";
import { ifThere } from "./refusal.ts";
import { ask, type Session } from "./session.ts";

/** Cloud Storage's objects and buckets (JSON API v1). */

export const objectSchema = z.object({
  name: z.string(),
  generation: z.string(),
  size: z.string().default("0"),
  /** Base64; composite objects have none, and no object here is composite. */
  md5Hash: z.string().optional(),
  metadata: z.record(z.string(), z.string()).default({}),
});

export type GoogleObject = z.output<typeof objectSchema>;

export interface ObjectName {
  bucket: string;
  object: string;
}

const pathOf = ({ bucket, object }: ObjectName): string =>
  `/storage/v1/b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(object)}`;

export const getObject = (session: Session, name: ObjectName, signal: AbortSignal): Promise<GoogleObject | undefined> =>
  ifThere(ask(session, { method: "GET", service: "storage", path: pathOf(name), signal }, objectSchema));

/** Deletes that generation alone; one that is not there any more is deleted. */
export async function deleteObject(
  session: Session,
  name: ObjectName,
  { generation }: Pick<GoogleObject, "generation">,
  signal: AbortSignal,
): Promise<void> {
  const query = { ifGenerationMatch: generation };
  await ifThere(ask(session, { method: "DELETE", service: "storage", path: pathOf(name), query, signal }, z.unknown()));
}

const bucketSchema = z.object({ name: z.string(), projectNumber: z.string().optional() });

export const getBucket = (session: Session, bucket: string, signal: AbortSignal) =>
  ask(
    session,
    { method: "GET", service: "storage", path: `/storage/v1/b/${encodeURIComponent(bucket)}`, signal },
    bucketSchema,
  );
