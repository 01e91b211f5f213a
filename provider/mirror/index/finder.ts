import { catalogueOf, type Catalogue } from "../../../images/finder/catalogue.ts";
import { channelPages, treePages } from "../../../images/finder/finder.ts";
import type { FinderSettings } from "../../../images/finder/settings.ts";
import { staging } from "../../../images/tree/layout.ts";
import type { IndexRecord } from "../../../images/tree/record.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { models } from "../../../targets/models.ts";
import { writeFiles } from "./written-files.ts";

/** Writes the finder's pages, from the same index as all readers' formats. */

export type Site = Pick<Operation, "places" | "url" | "signing" | "dailiesGoAfter" | "dailiesHideAfter">;

export const writeChannelPages = (site: Site, index: IndexRecord): Promise<void> =>
  writeFiles(site.places, staging.finder(index), channelPages(catalogueOf(index), settingsOf(site)));

export const writeTreePages = (site: Site, indexes: readonly IndexRecord[]): Promise<void> =>
  writeFiles(site.places, staging.treeFinder, treePages(indexes.map(viewOf), settingsOf(site)));

/** By index, what was read of it. */
const known = new WeakMap<IndexRecord, Catalogue>();

function viewOf(index: IndexRecord): Catalogue {
  const view = known.get(index) ?? catalogueOf(index);
  known.set(index, view);
  return view;
}

const settingsOf = ({ url, signing, dailiesGoAfter, dailiesHideAfter }: Site): FinderSettings => ({
  keeping: { dailiesGoAfter, dailiesHideAfter },
  url: url ?? null,
  signed: signing !== undefined,
  clouds: models.flatMap(({ readers }) => readers ?? []),
});
