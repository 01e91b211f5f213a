import type { Channel } from "../../model/definitions/channels.ts";
import type { Suite } from "../../model/definitions/suites.ts";
import type { Day } from "../../model/day.ts";
import {
  recordsApi,
  type ImageRecord,
  type IndexRecord,
  type RemovedRecord,
  type SetRecord,
  type StagedRecord,
} from "../record.ts";
import { compareVersions, type Version } from "../../model/version.ts";

interface ChannelRecords {
  suite: Suite;
  channel: Channel;
  sets: readonly SetRecord[];
  staged: readonly StagedRecord[];
  removed: RemovedRecord | undefined;
  hold?: string | undefined;
}

type IndexedSet = IndexRecord["sets"][number];

/**
 * The content of `index.json`: every recorded image that is not deleted, the newest version first, and every tombstone in the order
 * of writing. The same records give the same index.
 */
export function indexView({ suite, channel, sets, staged, removed, hold }: ChannelRecords, made: Day): IndexRecord {
  const byVersion = new Map<Version, IndexedSet>();
  for (const { version, expect, decision, images } of sets)
    byVersion.set(version, { version, expect, decision, images: [...images] });
  for (const { version, expect, decision, image } of staged) {
    const set = byVersion.get(version) ?? { version, expect, decision, images: [] };
    // a set's own record is written before the staged one is removed
    if (!set.images.some(({ name }) => name === image.name)) set.images.push(image);
    byVersion.set(version, set);
  }
  const tombstones = removed?.tombstones ?? [];
  // the index is written before the deletions, while the records of deleted images are still there
  const going = new Set(tombstones.map(({ image, target }) => `${image} ${target}`));
  const stays = ({ name, targets }: ImageRecord): boolean =>
    Object.keys(targets).some((target) => !going.has(`${name} ${target}`));
  return {
    apiVersion: recordsApi,
    suite,
    channel,
    kind: "Index",
    made,
    hold,
    sets: [...byVersion.values()]
      .map((set) => ({ ...set, images: set.images.filter(stays).toSorted(byMember) }))
      .filter(({ images }) => images.length > 0)
      .toSorted((a, b) => compareVersions(b.version, a.version)),
    removed: [...tombstones],
  };
}

function byMember(a: ImageRecord, b: ImageRecord): number {
  const [left, right] = [`${a.vendor}/${a.arch}`, `${b.vendor}/${b.arch}`];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
