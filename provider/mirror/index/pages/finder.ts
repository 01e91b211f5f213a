import { readFile } from "node:fs/promises";
import type { Catalogue } from "../../../../images/finder/catalogue.ts";
import { catalogueOf } from "../../../../images/finder/from-index.ts";
import { channelGroups, rootHeader, sharedFacts, treePages } from "../../../../images/finder/finder.ts";
import type { FinderSettings } from "../../../../images/finder/settings.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { staging } from "../../../../images/tree/layout.ts";
import type { IndexRecord } from "../../../../images/tree/record.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { readListings } from "../../../../storage/tree/remarks/marketplace.ts";
import { readRebuilt } from "../../../../storage/tree/remarks/rebuilt.ts";
import { inTree, type Places } from "../../../../storage/tree/places.ts";
import { setDigest } from "../../../../storage/tree/second-copy.ts";
import { headerStart } from "../../../../images/tree/texts/header-page.ts";
import { models } from "../../../../targets/models.ts";
import { writeChanges } from "./changes.ts";
import { renewVulnerabilities } from "./vulnerabilities.ts";
import { writeKeyring } from "./keyring.ts";
import { writeGroups } from "./page-groups.ts";
import { programDigest } from "./program-digest.ts";
import { readSummaries, type Summaries } from "./summaries.ts";
import { isOfThisProgram } from "./written-by.ts";
import { writeFiles } from "./written-files.ts";

/** Writes the finder's pages, from the same index as all readers' formats. */

export type Site = Pick<
  Operation,
  "places" | "url" | "signing" | "advisories" | "dailiesGoAfter" | "dailiesHideAfter" | "warn"
>;

export async function writeChannelPages(site: Site & Pick<Operation, "locks">, index: IndexRecord): Promise<void> {
  const catalogue = viewOf(index);
  const changes = await writeChanges(site, staging.summaries(index), catalogue);
  await renewVulnerabilities(site, (await isOfThisProgram(site.places, staging.finder(index))) ? "missing" : "all");
  const known: Catalogue = {
    ...catalogue,
    summaries: summariesIn(changes),
    rebuilds: await rebuildsOf(site, index),
    listings: await listingsOf(site, index),
  };
  const settings = settingsOf(site, await writeKeyring(site, index));
  await writeGroups(site.places, staging.finder(index), {
    groups: channelGroups(known, settings),
    shared: `${await programDigest()} ${sharedFacts(known, settings)}`,
    stamps: new Map([...changes].map(([version, { stamp }]) => [version, stamp])),
  });
}

const summariesIn = (changes: Summaries): Catalogue["summaries"] =>
  new Map([...changes].map(([version, { summary }]) => [version, summary]));

/** By image. */
async function rebuildsOf({ places, warn }: Site, channel: IndexRecord): Promise<Catalogue["rebuilds"]> {
  const found = await readRebuilt(places, channel).catch(untold("rebuild", warn));
  return new Map((found?.rebuilds ?? []).map((rebuild) => [rebuild.image, rebuild]));
}

/** By image. */
async function listingsOf({ places, warn }: Site, channel: IndexRecord): Promise<Catalogue["listings"]> {
  const found = await readListings(places, channel).catch(untold("marketplace", warn));
  return Map.groupBy(found?.listings ?? [], ({ image }) => image);
}

/** A file that cannot be read costs its lines, and no publication. */
const untold =
  (what: string, warn: Site["warn"]) =>
  (error: unknown): undefined => {
    if (!(error instanceof UserError)) throw error;
    warn(`the finder leaves out ${what}: ${error.message}`);
  };

/** Each channel's run has written what its sets brought. */
export async function writeTreePages(site: Site, indexes: readonly IndexRecord[]): Promise<void> {
  const catalogues: Catalogue[] = [];
  for (const index of indexes) {
    const catalogue = viewOf(index);
    const newest = catalogue.sets.slice(0, mostRead);
    const changes = await readSummaries(site.places, staging.summaries(index), newest);
    catalogues.push({ ...catalogue, summaries: summariesIn(changes) });
  }
  const pages = treePages(catalogues, settingsOf(site));
  const foreign = await foreignPages(site.places);
  const removeGone = await writeFiles(site.places, staging.treeFinder, pages, { foreign });
  await removeGone();
}

/** The root may have a page that a person wrote. */
async function foreignPages(places: Places): Promise<string[]> {
  const present = await ifPresent(readFile(inTree(places, rootHeader), "utf8"));
  return present === undefined || present.startsWith(headerStart) ? [] : [rootHeader];
}

/** How many of a channel's newest sets have their fixes on the whole tree's pages. */
const mostRead = 30;

/** By index, what was read of it. */
const known = new WeakMap<IndexRecord, Catalogue>();

function viewOf(index: IndexRecord): Catalogue {
  const view = known.get(index) ?? catalogueOf(index, setDigest);
  known.set(index, view);
  return view;
}

const settingsOf = (
  { url, signing, dailiesGoAfter, dailiesHideAfter }: Site,
  keys: readonly string[] = [],
): FinderSettings => ({
  keeping: { dailiesGoAfter, dailiesHideAfter },
  url: url ?? null,
  signed: signing !== undefined,
  keys,
  clouds: models.flatMap(({ readers }) => readers ?? []),
});
