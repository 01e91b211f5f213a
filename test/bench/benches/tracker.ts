import { readFile } from "node:fs/promises";
import path from "node:path";
import { trackedIssues } from "../../../images/releases/security/tracker.ts";
import type { Bench } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { compare, say } from "../measure.ts";
import { kernel, sourceName, writeTrackerFile } from "../tracker-file.ts";

/** The sources of an image's packages; the kernel is one. */
const wantedSources = 300;

/** The tracker's data, from a file to the findings about an image's packages, every check included. */
export const tracker: Bench = {
  name: "tracker",
  goal: 3,
  against: "JSON.parse of the same 50 MB, as text in memory",
  run: () =>
    inFolder(async (folder) => {
      const file = path.join(folder, "tracker.json");
      const sources = wantedOf(await writeTrackerFile(file));
      const read = async () =>
        trackedIssues(await readFile(file, "utf8"), { codename: "bookworm", sources }, "the tracker's data");
      const before = process.resourceUsage().maxRSS;
      await read();
      say(
        `tracker: at most ${Math.round((process.resourceUsage().maxRSS - before) / 1024)} MiB more memory than before`,
      );
      const text = await readFile(file, "utf8");
      return compare({
        name: "tracker",
        rounds: 9,
        ours: read,
        bare: async () => JSON.parse(text) as unknown,
      });
    }),
};

function wantedOf(sources: number): ReadonlySet<string> {
  const every = Math.floor(sources / wantedSources);
  return new Set([kernel, ...Array.from({ length: wantedSources - 1 }, (_, index) => sourceName(index * every))]);
}
