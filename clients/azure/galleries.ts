import { z } from "zod";
import {
  definitionSchema,
  gallerySchema,
  region,
  versionSchema,
  type Definition,
  type Gallery,
  type GalleryVersion,
} from "./gallery-answers.ts";
import { readAnswer } from "./answer.ts";
import { ifAllowed, ifThere } from "./refusal.ts";
import type { Session } from "./session.ts";

/** Galleries of Azure Compute: the calls and answers that publishing needs. */

/** Its default of the same interface is another in later versions (V2 with Trusted Launch): state both when it changes. */
const apiVersion = "2024-03-03";

export interface GalleryPlace {
  resourceGroup: string;
  gallery: string;
}

export interface DefinitionPlace extends GalleryPlace {
  definition: string;
}

export interface VersionPlace extends DefinitionPlace {
  /** `0.20260717.2542` */
  version: string;
}

const galleryPath = ({ resourceGroup, gallery }: GalleryPlace): string =>
  `/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/galleries/${gallery}`;
const definitionPath = ({ definition, ...place }: DefinitionPlace): string =>
  `${galleryPath(place)}/images/${definition}`;
const versionPath = ({ version, ...place }: VersionPlace): string => `${definitionPath(place)}/versions/${version}`;

/** The whole name of a version. */
export const versionId = ({ account }: Pick<Session, "account">, place: VersionPlace): string =>
  `/subscriptions/${account.subscription}${versionPath(place)}`;

async function read<Schema extends z.ZodType>(
  session: Session,
  schema: Schema,
  path: string,
  signal: AbortSignal,
  query: Record<string, string> = {},
): Promise<z.output<Schema> | undefined> {
  const answer = await ifThere(session.manager({ method: "GET", path, apiVersion, query, signal }));
  return answer === undefined ? undefined : readAnswer(schema, answer.text, path);
}

export const readGallery = (session: Session, place: GalleryPlace, signal: AbortSignal): Promise<Gallery | undefined> =>
  read(session, gallerySchema, galleryPath(place), signal);

export const readDefinition = (
  session: Session,
  place: DefinitionPlace,
  signal: AbortSignal,
): Promise<Definition | undefined> => read(session, definitionSchema, definitionPath(place), signal);

/** With its state in each region, which Azure gives only on request. */
export const readVersion = (
  session: Session,
  place: VersionPlace,
  signal: AbortSignal,
): Promise<GalleryVersion | undefined> =>
  read(session, versionSchema, versionPath(place), signal, { $expand: "ReplicationStatus" });

const queryOf = (link: string | null | undefined): Record<string, string> | undefined =>
  link !== null && link !== undefined && URL.canParse(link)
    ? Object.fromEntries(new URL(link).searchParams)
    : undefined;

const pageSchema = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });

/** Every item of a list. Of a link to its next page only the query is followed: a token goes nowhere else. */
async function readAll<Item extends z.ZodType>(
  session: Session,
  item: Item,
  path: string,
  signal: AbortSignal,
): Promise<z.output<Item>[]> {
  const items: z.output<Item>[] = [];
  let query: Record<string, string> | undefined = {};
  while (query !== undefined) {
    const page: z.output<typeof pageSchema> | undefined = await read(session, pageSchema, path, signal, query);
    for (const each of page?.value ?? []) items.push(readAnswer(item, JSON.stringify(each), path));
    query = queryOf(page?.nextLink);
  }
  return items;
}

export const listDefinitions = (session: Session, place: GalleryPlace, signal: AbortSignal): Promise<Definition[]> =>
  readAll(session, definitionSchema, `${galleryPath(place)}/images`, signal);

/** Without their states in each region. */
export const listVersions = (
  session: Session,
  place: DefinitionPlace,
  signal: AbortSignal,
): Promise<GalleryVersion[]> => readAll(session, versionSchema, `${definitionPath(place)}/versions`, signal);

const regionsSchema = z.object({ value: z.array(z.object({ name: region })) });

/** Regions that the subscription may use; undefined where the identity may not ask. */
export async function listRegions(session: Session, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  const request = { method: "GET", path: "/locations", apiVersion: "2022-12-01", signal } as const;
  const answer = await ifAllowed(session.manager(request));
  if (answer === undefined) return undefined;
  return new Set(readAnswer(regionsSchema, answer.text, "/locations").value.map(({ name }) => name));
}

interface PublicPlace {
  region: string;
  /** The community gallery's name for everybody. */
  publicName: string;
  definition: string;
  version: string;
}

/** Whether anybody, of whatever tenant, finds the version in a region; undefined where the identity may not ask. */
export async function isSeenByAll(
  session: Session,
  { region: location, publicName, definition, version }: PublicPlace,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const path = `/providers/Microsoft.Compute/locations/${location}/communityGalleries/${publicName}/images/${definition}/versions/${version}`;
  const answer = ifThere(session.manager({ method: "GET", path, apiVersion, signal }));
  return ifAllowed(answer.then((found) => found !== undefined));
}

/** The same call again continues what the first one began. */
export async function putVersion(
  session: Session,
  place: VersionPlace,
  body: unknown,
  signal: AbortSignal,
): Promise<void> {
  await session.manager({ method: "PUT", path: versionPath(place), apiVersion, json: body, signal });
}

/** Begins its deletion; one that is not there any more is deleted. */
export async function deleteVersion(session: Session, place: VersionPlace, signal: AbortSignal): Promise<void> {
  await ifThere(session.manager({ method: "DELETE", path: versionPath(place), apiVersion, signal }));
}
