import type { ReaderFile } from "../readers/format.ts";
import { parseImageName } from "../model/image.ts";
import { setFiles } from "../tree/files.ts";
import { headerPage } from "../tree/texts/header-page.ts";
import type { Catalogue, CataloguedSet } from "./catalogue.ts";
import type { Changes } from "./changes/record.ts";
import { pageText, stylesheet, type Page } from "./page.ts";
import { archivePage, archivePath, archives, periodOf } from "./pages/archive.ts";
import { channelPage } from "./pages/channel.ts";
import { vulnerabilitiesPage } from "./pages/cves.ts";
import { frontPageOf } from "./pages/front.ts";
import { imagePage } from "./pages/image.ts";
import { resultsPage } from "./pages/results.ts";
import { setPage } from "./pages/set.ts";
import type { FinderSettings } from "./settings.ts";
import { style } from "./style.ts";

/** The finder: static pages below `finder/` of the tree, all made from the indexes of its channels. */

/** Pages that change together: those of a set, or the channel's own. */
export interface PageGroup {
  name: string;
  /** Groups of one month, or of one year of releases, are remembered together; the channel's own page stands alone. */
  month: string;
  /** The set whose changes the pages show. Its changes are read only when the pages are made. */
  set?: CataloguedSet;
  /** The content of the pages as a text: all they are made of, except what all groups share and the set's changes. */
  madeOf: () => string;
  files: (changes?: Changes) => ReaderFile[];
}

/** What all groups of a channel are made of, except the program. */
export const sharedFacts = ({ newest }: Catalogue, { keeping, url, signed, keys }: FinderSettings): string =>
  JSON.stringify([keeping, url, signed, keys, [...newest.keys()]]);

export function channelGroups(catalogue: Catalogue, settings: FinderSettings): PageGroup[] {
  let pages: ReaderFile[] | undefined;
  const ownFiles = () => (pages ??= ownPages(catalogue, settings));
  const own: PageGroup = {
    name: catalogue.directory,
    month: "all",
    // nearly all facts of a channel are on these pages, so they themselves are compared
    madeOf: () =>
      ownFiles()
        .map(({ text }) => text)
        .join("\n"),
    files: ownFiles,
  };
  // what is named comes before what names it: images, their set, newer sets first, lists of sets, the channel
  return [...setGroups(catalogue, settings), ...archiveGroups(catalogue, settings), own];
}

const ownPages = (catalogue: Catalogue, settings: FinderSettings): ReaderFile[] =>
  [...(catalogue.results.length === 0 ? [] : [resultsPage(catalogue)]), channelPage(catalogue, settings)].map(fileOf);

const setGroups = (catalogue: Catalogue, settings: FinderSettings): PageGroup[] => {
  const remarks = Map.groupBy(
    [...catalogue.rebuilds.values(), ...[...catalogue.listings.values()].flat()],
    ({ image }) => parseImageName(image)?.version,
  );
  return catalogue.sets.map((set) => ({
    name: set.directory,
    month: periodOf(set),
    set,
    madeOf: () => set.facts() + JSON.stringify(remarks.get(set.version) ?? ""),
    files: (changes) => {
      const known = { ...catalogue, changes: new Map(changes === undefined ? [] : [[set.version, changes]]) };
      return [...set.images.map((image) => imagePage(known, set, image, settings)), setPage(known, set, settings)].map(
        fileOf,
      );
    },
  }));
};

const archiveGroups = (catalogue: Catalogue, settings: FinderSettings): PageGroup[] =>
  archives(catalogue).map((archive) => ({
    name: archivePath(catalogue, archive.period),
    month: archive.period,
    madeOf: () => archive.sets.map((set) => set.facts()).join("\n"),
    files: () => [fileOf(archivePage(catalogue, archive, settings))],
  }));

export const channelPages = (catalogue: Catalogue, settings: FinderSettings): ReaderFile[] =>
  channelGroups(catalogue, settings).flatMap(({ set, files }) => files(set && catalogue.changes.get(set.version)));

/** The page above the listing of the tree's root. */
export const rootHeader = setFiles.page;

export const treePages = (catalogues: readonly Catalogue[], settings: FinderSettings): ReaderFile[] => [
  {
    path: rootHeader,
    text: headerPage({ kind: "root", suites: latestOf(catalogues) }, settings.keeping),
  },
  { path: stylesheet, text: style },
  fileOf(frontPageOf(catalogues, settings)),
  fileOf(vulnerabilitiesPage(catalogues)),
];

const latestOf = (catalogues: readonly Catalogue[]) =>
  [...Map.groupBy(catalogues, ({ suite }) => suite)].map(([suite, found]) => ({
    suite,
    latest: found.filter(({ newest }) => newest.size > 0).map(({ channel }) => channel),
  }));

const fileOf = (page: Page): ReaderFile => ({ path: page.path, text: pageText(page) });
