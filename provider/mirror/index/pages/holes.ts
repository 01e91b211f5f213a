import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Changes } from "../../../../images/finder/changes/record.ts";
import {
  holePath,
  holesIn,
  holeSchema,
  holeText,
  isHole,
  mergedHole,
  type Hole,
} from "../../../../images/finder/cves.ts";
import { pageText } from "../../../../images/finder/page.ts";
import { holePage } from "../../../../images/finder/pages/cve.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { makeFolder } from "../../../../storage/files/folders.ts";
import { withFolderLock } from "../../../../storage/files/process-lock.ts";
import { inTree, type Places } from "../../../../storage/tree/places.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { readJson, replaceText } from "../texts.ts";

/** The pages of vulnerabilities, which all channels share and which stay for good: each with its JSON, of which it is made. */

type Site = Pick<Operation, "places" | "locks">;

const folderIn = (places: Places): string => dirname(inTree(places, holePath("", "json")));

/** The channels of a run, and runs of other stacks, write the same files. */
const alone = ({ places, locks }: Site, write: () => Promise<void>): Promise<void> =>
  locks.run("the finder's holes", () => withFolderLock(folderIn(places), write));

/** Adds what a set fixes. */
export async function addHoles(site: Site, changes: Changes): Promise<void> {
  const { places } = site;
  const holes = holesIn(changes);
  if (holes.length === 0) return;
  await makeFolder(places, folderIn(places));
  await alone(site, async () => {
    for (const hole of holes) await writeHole(places, mergedHole(await readHole(places, hole.id), hole));
  });
}

/** Makes pages again: all of them, or those that are missing. */
export async function renewHoles(site: Site, which: "all" | "missing"): Promise<void> {
  const { places } = site;
  const { all, missing } = await holesOnDisk(places);
  const ids = which === "all" ? all : missing;
  if (ids.length === 0) return;
  await alone(site, async () => {
    for (const id of ids) {
      const hole = await readHole(places, id);
      if (hole !== undefined) await writeHole(places, hole);
    }
  });
}

/** Which pages are missing that can be made again. */
export async function holeFindings(places: Places): Promise<string[]> {
  const findings: string[] = [];
  for (const id of (await holesOnDisk(places)).missing)
    if ((await readHole(places, id)) !== undefined) findings.push(`${holePath(id, "html")} is missing`);
  return findings;
}

/** The ids that have JSON; `missing`: those of them without a page. */
async function holesOnDisk(places: Places): Promise<{ all: string[]; missing: string[] }> {
  const names = new Set((await ifPresent(readdir(folderIn(places)))) ?? []);
  const all = [...names].flatMap((name) => {
    const id = name.replace(/\.json$/, "");
    return id !== name && isHole(id) ? [id] : [];
  });
  return { all, missing: all.filter((id) => !names.has(`${id}.html`)) };
}

/** Undefined where it is missing or damaged. */
const readHole = (places: Places, id: string): Promise<Hole | undefined> =>
  readJson(inTree(places, holePath(id, "json")), holeSchema);

async function writeHole(places: Places, hole: Hole): Promise<void> {
  const page = holePage(hole);
  await replaceText(places, inTree(places, page.path), pageText(page));
  await replaceText(places, inTree(places, holePath(hole.id, "json")), holeText(hole));
}
