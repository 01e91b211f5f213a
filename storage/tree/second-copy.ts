import { stat } from "node:fs/promises";
import type { Image } from "../../images/model/image.ts";
import { tree } from "../../images/tree/layout.ts";
import { misplacedIndex } from "../../images/tree/record-place.ts";
import { indexSchema, recordsApi, type IndexRecord, type SetRecord } from "../../images/tree/record.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";
import { ifPresent } from "../files/fault.ts";
import { sha256OfText } from "../files/hash.ts";
import { inTree, type Places } from "./places.ts";
import { findRecord, readText } from "./record-file.ts";

/** index.json repeats every record, and replaces one that was lost or damaged. */

type Channel = Pick<Image, "suite" | "channel">;
type SetIdentity = Pick<Image, "suite" | "channel" | "version">;

/** By path, the last read index while its file is unchanged. An index has megabytes, and a set has many images. */
const known = new Map<string, { stamp: string; index: IndexRecord | undefined }>();

/** The index, if it is whole and of this channel. */
export async function wholeIndex(places: Places, channel: Channel): Promise<IndexRecord | undefined> {
  const path = inTree(places, tree.index(channel));
  const stamp = await stampOf(path);
  if (stamp === undefined) return undefined;
  const last = known.get(path);
  if (last?.stamp === stamp) return last.index;
  const found = await findRecord(indexSchema, path, (record) => misplacedIndex(path, record, channel));
  const index = found !== undefined && "record" in found ? found.record : undefined;
  if (found !== undefined && "record" in found) rememberDigests(found);
  known.set(path, { stamp, index });
  return index;
}

/** Remembers an index that was written just now, so that nobody has to read it again. */
export async function rememberIndex(places: Places, index: IndexRecord, text: string): Promise<void> {
  const path = inTree(places, tree.index(index));
  const stamp = await stampOf(path);
  if (stamp === undefined) return;
  rememberDigests({ record: index, text });
  known.set(path, { stamp, index });
}

/** A text that changes when the file does; undefined without a file. */
async function stampOf(path: string): Promise<string | undefined> {
  const status = await ifPresent(stat(path, { bigint: true }));
  return status && [status.dev, status.ino, status.size, status.mtimeNs, status.ctimeNs].join(" ");
}

/** By set of an index: sha256 of its part of the index's text. */
const digests = new WeakMap<IndexedSet, string>();
type IndexedSet = IndexRecord["sets"][number];

function rememberDigests({ record, text }: { record: IndexRecord; text: string }): void {
  const texts = setTexts(text);
  for (const set of record.sets) {
    const part = texts.get(set.version);
    if (part !== undefined) digests.set(set, sha256OfText(part));
  }
}

/** A digest of what the index says of a set, which was read by `wholeIndex`. The same text of the set has the same digest. */
export function setDigest(set: IndexedSet): string {
  const digest = digests.get(set) ?? sha256OfText(JSON.stringify(set));
  digests.set(set, digest);
  return digest;
}

/** The index's copy of the record of a set that was shown; undefined without one. */
export async function setInIndex(places: Places, set: SetIdentity): Promise<SetRecord | undefined> {
  if (!(await versionsNamed(places, set)).includes(set.version)) return undefined;
  const index = await wholeIndex(places, set);
  const entry = index?.sets.find(({ version }) => version === set.version);
  if (index === undefined || entry === undefined) return undefined;
  const { suite, channel, version } = set;
  const images = entry.images.filter((image) => wasShown(image) && !hasTombstone(index, image.name));
  if (images.length === 0) return undefined;
  return {
    apiVersion: recordsApi,
    suite,
    channel,
    kind: "ImageSet",
    version,
    expect: entry.expect,
    decision: entry.decision,
    images: images.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

const wasShown = ({ targets }: SetRecord["images"][number]): boolean =>
  targets[mirrorTarget.name]?.days.shown !== undefined && targets[mirrorTarget.name]?.phase !== "gone";

const hasTombstone = ({ removed }: IndexRecord, name: string): boolean =>
  removed.some(({ image, target }) => image === name && target === mirrorTarget.name);

/** The versions in the text of the index, without checking that it is whole. */
export async function versionsNamed(places: Places, channel: Channel): Promise<Version[]> {
  const text = await readText(inTree(places, tree.index(channel))).catch(() => undefined);
  return [...setTexts(text ?? "").keys()].flatMap((name) => parseVersion(name) ?? []);
}

/** How each set of an index begins, as `writeRecord` lays it out; no text in a record holds a line's end. */
const setBegins = '\n      "version": "';

/** By version: its part of an index's text. */
function setTexts(index: string): Map<string, string> {
  const found = new Map<string, string>();
  const tombstones = index.lastIndexOf('\n  "removed": ');
  const end = tombstones === -1 ? index.length : tombstones;
  for (let at = index.indexOf(setBegins); at !== -1;) {
    const next = index.indexOf(setBegins, at + setBegins.length);
    const name = at + setBegins.length;
    found.set(index.slice(name, index.indexOf('"', name)), index.slice(at, next === -1 ? end : next));
    at = next;
  }
  return found;
}
