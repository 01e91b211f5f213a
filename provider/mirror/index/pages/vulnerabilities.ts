import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Changes } from "../../../../images/finder/changes/record.ts";
import {
  vulnerabilityPath,
  vulnerabilitiesIn,
  vulnerabilitySchema,
  vulnerabilityText,
  isVulnerabilityId,
  mergedVulnerability,
  type Vulnerability,
} from "../../../../images/finder/cves.ts";
import { pageText } from "../../../../images/finder/page.ts";
import { vulnerabilityPage } from "../../../../images/finder/pages/cve.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { makeFolder } from "../../../../storage/files/folders.ts";
import { withFolderLock } from "../../../../storage/files/process-lock.ts";
import { inTree, type Places } from "../../../../storage/tree/places.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { readJson, replaceText } from "../texts.ts";

/** The pages of vulnerabilities, which all channels share and which stay for good: each with its JSON, of which it is made. */

type Site = Pick<Operation, "places" | "locks">;

const folderIn = (places: Places): string => dirname(inTree(places, vulnerabilityPath("", "json")));

/** The channels of a run, and runs of other stacks, write the same files. */
const alone = ({ places, locks }: Site, write: () => Promise<void>): Promise<void> =>
  locks.run("the finder's vulnerabilities", () => withFolderLock(folderIn(places), write));

/** Adds what a set fixes. */
export async function addVulnerabilities(site: Site, changes: Changes): Promise<void> {
  const { places } = site;
  const vulnerabilities = vulnerabilitiesIn(changes);
  if (vulnerabilities.length === 0) return;
  await makeFolder(places, folderIn(places));
  await alone(site, async () => {
    for (const vulnerability of vulnerabilities)
      await writeVulnerability(
        places,
        mergedVulnerability(await readVulnerability(places, vulnerability.id), vulnerability),
      );
  });
}

/** Makes pages again: all of them, or those that are missing. */
export async function renewVulnerabilities(site: Site, which: "all" | "missing"): Promise<void> {
  const { places } = site;
  const { all, missing } = await vulnerabilitiesOnDisk(places);
  const ids = which === "all" ? all : missing;
  if (ids.length === 0) return;
  await alone(site, async () => {
    for (const id of ids) {
      const vulnerability = await readVulnerability(places, id);
      if (vulnerability !== undefined) await writeVulnerability(places, vulnerability);
    }
  });
}

/** Which pages are missing that can be made again. */
export async function vulnerabilityFindings(places: Places): Promise<string[]> {
  const findings: string[] = [];
  for (const id of (await vulnerabilitiesOnDisk(places)).missing)
    if ((await readVulnerability(places, id)) !== undefined)
      findings.push(`${vulnerabilityPath(id, "html")} is missing`);
  return findings;
}

/** The ids that have JSON; `missing`: those of them without a page. */
async function vulnerabilitiesOnDisk(places: Places): Promise<{ all: string[]; missing: string[] }> {
  const names = new Set((await ifPresent(readdir(folderIn(places)))) ?? []);
  const all = [...names].flatMap((name) => {
    const id = name.replace(/\.json$/, "");
    return id !== name && isVulnerabilityId(id) ? [id] : [];
  });
  return { all, missing: all.filter((id) => !names.has(`${id}.html`)) };
}

/** Undefined where it is missing or damaged. */
const readVulnerability = (places: Places, id: string): Promise<Vulnerability | undefined> =>
  readJson(inTree(places, vulnerabilityPath(id, "json")), vulnerabilitySchema);

async function writeVulnerability(places: Places, vulnerability: Vulnerability): Promise<void> {
  const page = vulnerabilityPage(vulnerability);
  await replaceText(places, inTree(places, page.path), pageText(page));
  await replaceText(
    places,
    inTree(places, vulnerabilityPath(vulnerability.id, "json")),
    vulnerabilityText(vulnerability),
  );
}
