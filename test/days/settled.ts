import { parseImageName } from "../../images/model/image.ts";
import type { ImageRecord, Tombstone } from "../../images/tree/record.ts";
import { readChannelRecords } from "../../stacks/publication/facts/tree/records.ts";
import { settledProblems } from "../engine/outside/invariants.ts";
import type { ChannelIdentity } from "../../storage/tree/records.ts";
import type { Places } from "../../storage/tree/places.ts";
import { versionIn, type Sight } from "./sight.ts";

/**
 * Compares the clouds with the records after a run that ended well: each cloud must have what the records say, and nothing else.
 *
 * @param down the targets that the run did not reach
 */
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
  /** Whether it must be there. Of an image that failed, parts may be there. */
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

/** Images that may still be in a region that is to lose them while other regions keep them: this run wrote their tombstone last, and the next run deletes them. */
const partlyGone = (tombstones: readonly Tombstone[], recorded: readonly Recorded[]): Place[] =>
  tombstones.flatMap(({ image, target }) => {
    const { vendor = "", arch = "", version = "" } = parseImageName(image) ?? {};
    const gone = { target, image: `${vendor}/${arch} ${version}`, isPublic: false };
    const cloud = target.split("-")[0] ?? "";
    return recorded.some((each) => each.image === gone.image && each.target.startsWith(`${cloud}-`)) ? [gone] : [];
  });

/** A name that moves must lead to the current image of its target; a version's own name must lead to that version. */
function strayOf(
  { from, version }: Sight["leads"][number],
  newest: ReadonlyMap<string, string>,
  down: ReadonlySet<string>,
): string[] {
  const [target = ""] = from.split(" ");
  const wanted = versionIn(from) ?? newest.get(target)?.split(" ")[1];
  return down.has(target) || version === wanted ? [] : [`${from} leads to ${version}, not to ${wanted ?? "nothing"}`];
}
