import { stat } from "node:fs/promises";
import type { Image } from "../../images/model/image.ts";
import { tree } from "../../images/tree/layout.ts";
import { misplacedIndex } from "../../images/tree/record-place.ts";
import { indexSchema, recordsApi, type IndexRecord, type SetRecord } from "../../images/tree/record.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";
import { ifPresent } from "../files/fault.ts";
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
  const status = await ifPresent(stat(path, { bigint: true }));
  if (status === undefined) return undefined;
  const stamp = [status.dev, status.ino, status.size, status.mtimeNs, status.ctimeNs].join(" ");
  const last = known.get(path);
  if (last?.stamp === stamp) return last.index;
  const found = await findRecord(indexSchema, path, (record) => misplacedIndex(path, record, channel));
  const index = found !== undefined && "record" in found ? found.record : undefined;
  known.set(path, { stamp, index });
  return index;
}

/** The index's copy of the record of a set that was shown; undefined without one. */
export async function setInIndex(places: Places, set: SetIdentity): Promise<SetRecord | undefined> {
  if (!(await versionsNamed(places, set)).includes(set.version)) return undefined;
  const index = await wholeIndex(places, set);
  const entry = index?.sets.find(({ version }) => version === set.version);
  if (index === undefined || entry === undefined) return undefined;
  const { suite, channel, version } = set;
  const images = entry.images.filter((image) => wasShown(image) && !isBuried(index, image.name));
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

const isBuried = ({ removed }: IndexRecord, name: string): boolean =>
  removed.some(({ image, target }) => image === name && target === mirrorTarget.name);

/** The versions in the text of the index, without checking that it is whole. */
export async function versionsNamed(places: Places, channel: Channel): Promise<Version[]> {
  const text = await readText(inTree(places, tree.index(channel))).catch(() => undefined);
  return [...(text ?? "").matchAll(/^ {6}"version": "([^"]+)"/gm)].flatMap(([, name = ""]) => parseVersion(name) ?? []);
}
