import { parseImageName } from "../../images/model/image.ts";
import type { ImageRecord, Tombstone } from "../../images/tree/record.ts";
import { readChannelRecords } from "../../stacks/publication/facts/tree/records.ts";
import { settledProblems } from "../engine/invariants.ts";
import type { ChannelIdentity } from "../../storage/tree/records.ts";
import type { Places } from "../../storage/tree/places.ts";
import { versionIn, type Sight } from "./sight.ts";

/** What is true once a run has ended well: each cloud has what the records say, and nothing else. `down`: targets that were not reached. */
export async function differencesAt(
  places: Places,
  channel: ChannelIdentity,
  sights: readonly Sight[],
  down: ReadonlySet<string>,
): Promise<string[]> {
  const { sets, tombstones } = await readChannelRecords(places, channel);
  const recorded = sets.flatMap(({ version, images }) => images.flatMap((image) => placesOf(image, version)));
  const reached = recorded.filter(({ target }) => !down.has(target));
  const wanted = new Set(reached.filter(({ isMade }) => isMade).map(line));
  const allowed = new Set([...reached.map(line), ...partlyGone(tombstones, recorded).map(line)]);
  const found = new Set(
    sights.flatMap(({ held }) =>
      held
        .filter(({ target }) => !down.has(target))
        .map(({ target, image, isPublic }) => line({ target, image, isPublic })),
    ),
  );
  const newest = new Map(recorded.filter(({ isCurrent }) => isCurrent).map(({ target, image }) => [target, image]));
  return [
    ...[...wanted].filter((each) => !found.has(each)).map((each) => `${each} is recorded, and not so`),
    ...[...found].filter((each) => !allowed.has(each)).map((each) => `${each} is not recorded so`),
    ...sights.flatMap(({ loose }) => loose.map((each) => `${each} belongs to nothing`)),
    ...sights.flatMap(({ leads }) => leads.flatMap((lead) => strayOf(lead, newest, down))),
    ...(await settledProblems(places.tree, places.staging)),
  ];
}

interface Place {
  target: string;
  image: string;
  isPublic: boolean;
}

interface Recorded extends Place {
  isCurrent: boolean;
  /** Of what failed, some may be there. */
  isMade: boolean;
}

const line = ({ target, image, isPublic }: Place): string => `${target} ${image} ${isPublic ? "public" : "private"}`;

function placesOf({ vendor, arch, targets }: ImageRecord, version: string): Recorded[] {
  return Object.entries(targets).flatMap(([target, { phase, refs }]) => {
    if (target === "mirror" || phase === "gone") return [];
    const isPublic = phase === "current" || phase === "superseded";
    return [
      {
        target,
        image: `${vendor}/${arch} ${version}`,
        isPublic,
        isCurrent: phase === "current",
        isMade: refs.length > 0,
      },
    ];
  });
}

/** What goes from one region while others of its cloud keep it is deleted by the next run: its tombstone is written last in this one. */
const partlyGone = (tombstones: readonly Tombstone[], recorded: readonly Recorded[]): Place[] =>
  tombstones.flatMap(({ image, target }) => {
    const { vendor = "", arch = "", version = "" } = parseImageName(image) ?? {};
    const gone = { target, image: `${vendor}/${arch} ${version}`, isPublic: false };
    const cloud = target.split("-")[0] ?? "";
    return recorded.some((each) => each.image === gone.image && each.target.startsWith(`${cloud}-`)) ? [gone] : [];
  });

/** A name that moves leads to its target's current image; a version's own name leads to that version. */
function strayOf(
  { from, version }: Sight["leads"][number],
  newest: ReadonlyMap<string, string>,
  down: ReadonlySet<string>,
): string[] {
  const [target = ""] = from.split(" ");
  const wanted = versionIn(from) ?? newest.get(target)?.split(" ")[1];
  return down.has(target) || version === wanted ? [] : [`${from} leads to ${version}, not to ${wanted ?? "nothing"}`];
}
