import { amphoraProperties } from "../../model/properties.ts";
import type { AmphoraTagInputs } from "../../model/resources.ts";
import { octaviaTakes, retagging } from "../../model/retag.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import {
  addTag,
  patchImage,
  removeTag,
  type GlanceImage,
  type PatchOperation,
} from "../../../../clients/openstack/services/glance.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { isAmphoraOfOurs, taggedImages } from "./find.ts";
import { goodImage, lostRace, refuseStrangers } from "./refusals.ts";

/**
 * Gives the tag to the wanted image only, and checks that Octavia takes it. After a kill at any point Octavia has the image from
 * before or the new one, and the next call continues.
 */
export async function rotate(
  operation: Pick<Operation, "signal" | "report">,
  connection: Connection,
  news: AmphoraTagInputs,
): Promise<void> {
  const { tag, glanceId } = news;
  const { signal } = operation;
  const image = await goodImage(connection, news, signal);
  const tagged = await taggedImages(connection, tag, signal);
  refuseStrangers(connection, tagged, news);
  const images = new Map([...tagged.map((each) => each.image), image].map((each) => [each.id, each]));
  await mark(connection, image, { [amphoraProperties.verified]: news.verdict }, signal);
  for (const { act, id } of retagging(tagged, glanceId)) {
    operation.report(`${act === "tag" ? "tagging" : "taking the tag from"} ${images.get(id)?.name ?? id}`);
    if (act === "tag") await addTag(connection, id, tag, { signal });
    else await retire(connection, images.get(id), news, signal);
  }
  await mark(connection, image, { [amphoraProperties.retired]: null }, signal);
  const taken = octaviaTakes(await taggedImages(connection, tag, signal));
  if (taken?.id !== glanceId) throw lostRace(connection, news, taken?.image);
}

/** Sets the time before it removes the tag: an image with neither would count as unused since it was made. */
async function retire(
  connection: Connection,
  image: GlanceImage | undefined,
  { tag, now }: AmphoraTagInputs,
  signal: AbortSignal,
): Promise<void> {
  if (image === undefined) return;
  if (isAmphoraOfOurs(image)) await mark(connection, image, { [amphoraProperties.retired]: now }, signal);
  await removeTag(connection, image.id, tag, { signal });
}

/** Sets properties, and removes those that are null, as far as they differ. */
async function mark(
  connection: Connection,
  { id, properties }: GlanceImage,
  wanted: Readonly<Record<string, string | null>>,
  signal: AbortSignal,
): Promise<void> {
  const changes = Object.entries(wanted).flatMap(([key, value]): PatchOperation[] => {
    if (value === null) return key in properties ? [{ op: "remove", path: `/${key}` }] : [];
    return properties[key] === value ? [] : [{ op: "add", path: `/${key}`, value }];
  });
  if (changes.length > 0) await patchImage(connection, id, changes, { signal });
}
