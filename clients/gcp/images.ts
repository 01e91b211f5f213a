import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ifThere } from "./refusal.ts";
import { ask, type Session } from "./session.ts";
import { operationSchema, settled } from "./operations.ts";

/** Compute Engine's images (discovery document compute.v1, revision 20261106). */

const deprecationSchema = z.object({ state: z.string().default("ACTIVE"), replacement: z.string().optional() });

const imageSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** PENDING, READY, FAILED or DELETING. */
  status: z.string(),
  creationTimestamp: z.string().default(""),
  family: z.string().default(""),
  architecture: z.string().default("ARCHITECTURE_UNSPECIFIED"),
  labels: z.record(z.string(), z.string()).default({}),
  labelFingerprint: z.string().default(""),
  guestOsFeatures: z.array(z.object({ type: z.string() })).default([]),
  deprecated: deprecationSchema.optional(),
});

export type GoogleImage = z.output<typeof imageSchema>;

interface NewImage {
  name: string;
  description: string;
  architecture: string;
  guestOsFeatures: readonly { type: string }[];
  labels: Readonly<Record<string, string>>;
  storageLocations: readonly string[];
  rawDisk: { source: string; containerType: "TAR" };
}

const pathOf = ({ project }: Session, rest = ""): string => `/compute/v1/projects/${project}/global/images${rest}`;

export const getImage = (session: Session, name: string, signal: AbortSignal): Promise<GoogleImage | undefined> =>
  ifThere(ask(session, { method: "GET", service: "compute", path: pathOf(session, `/${name}`), signal }, imageSchema));

const pageSchema = z.object({ items: z.array(imageSchema).default([]), nextPageToken: z.string().optional() });

/** Every image of the project. */
export async function listImages(session: Session, signal: AbortSignal): Promise<GoogleImage[]> {
  const found: GoogleImage[] = [];
  for (let pageToken: string | undefined; ;) {
    const query = { maxResults: "500", ...(pageToken !== undefined && { pageToken }) };
    const page = await ask(
      session,
      { method: "GET", service: "compute", path: pathOf(session), query, signal },
      pageSchema,
    );
    found.push(...page.items);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return found;
  }
}

/** The image that a family stands for: the newest of it that is not deprecated, whoever may use it. */
export const getFromFamily = (
  session: Session,
  family: string,
  signal: AbortSignal,
): Promise<GoogleImage | undefined> =>
  ifThere(
    ask(
      session,
      { method: "GET", service: "compute", path: pathOf(session, `/family/${family}`), signal },
      imageSchema,
    ),
  );

type Change = { method: "POST" | "PATCH" | "DELETE"; rest: string; json?: unknown; identified: boolean };

/** @param identified Google takes a request id, and does what was sent twice with the same one only once. */
async function change(
  session: Session,
  { method, rest, json, identified }: Change,
  signal: AbortSignal,
): Promise<void> {
  const operation = await ask(
    session,
    {
      method,
      service: "compute",
      path: pathOf(session, rest),
      ...(identified && { query: { requestId: randomUUID() } }),
      ...(json !== undefined && { json }),
      signal,
    },
    operationSchema,
  );
  await settled(session, operation, signal);
}

/** Returns when Google has made it; throws a Refusal of status 409 where the name is taken. */
export const insertImage = (session: Session, image: NewImage, signal: AbortSignal): Promise<void> =>
  change(session, { method: "POST", rest: "", json: image, identified: true }, signal);

export const deleteImage = async (session: Session, name: string, signal: AbortSignal): Promise<void> => {
  await ifThere(change(session, { method: "DELETE", rest: `/${name}`, identified: true }, signal));
};

/** An empty family takes the image out of its family. */
export const setFamily = (session: Session, name: string, family: string, signal: AbortSignal): Promise<void> =>
  change(session, { method: "PATCH", rest: `/${name}`, json: { family }, identified: true }, signal);

type Deprecation = "DEPRECATED" | "OBSOLETE";

/** May be for good: Google's pages contradict each other on whether an image can be made active again. */
export const deprecateImage = (
  session: Session,
  name: string,
  state: Deprecation,
  signal: AbortSignal,
): Promise<void> =>
  change(session, { method: "POST", rest: `/${name}/deprecate`, json: { state }, identified: true }, signal);

/** Throws a Refusal of status 412 where somebody else changed the labels since they were read. */
export const setLabels = (
  session: Session,
  { name, labelFingerprint }: Pick<GoogleImage, "name" | "labelFingerprint">,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> =>
  change(
    session,
    { method: "POST", rest: `/${name}/setLabels`, json: { labels, labelFingerprint }, identified: false },
    signal,
  );
