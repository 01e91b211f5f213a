import type { ReaderFile } from "../readers/format.ts";
import { setFiles } from "../tree/files.ts";
import { headerPage } from "../tree/header-page.ts";
import type { Catalogue } from "./catalogue.ts";
import { pageText, stylesheet, type Page } from "./page.ts";
import { channelPage } from "./pages/channel.ts";
import { holesPage } from "./pages/cves.ts";
import { frontPageOf } from "./pages/front.ts";
import { imagePage } from "./pages/image.ts";
import { setPage } from "./pages/set.ts";
import type { FinderSettings } from "./settings.ts";
import { style } from "./style.ts";

/** The finder: static pages below `finder/` of the tree, all made from the indexes of its channels. */

export const channelPages = (catalogue: Catalogue, settings: FinderSettings): ReaderFile[] =>
  [
    channelPage(catalogue, settings),
    ...catalogue.sets.flatMap((set) => [
      setPage(catalogue, set, settings),
      ...set.images.map((image) => imagePage(catalogue, set, image, settings)),
    ]),
  ].map(fileOf);

/** The page above the listing of the tree's root. */
export const rootHeader = setFiles.page;

export const treePages = (catalogues: readonly Catalogue[], settings: FinderSettings): ReaderFile[] => [
  {
    path: rootHeader,
    text: headerPage({ kind: "root", suites: [...new Set(catalogues.map(({ suite }) => suite))] }, settings.keeping),
  },
  { path: stylesheet, text: style },
  fileOf(frontPageOf(catalogues, settings)),
  fileOf(holesPage(catalogues)),
];

const fileOf = (page: Page): ReaderFile => ({ path: page.path, text: pageText(page) });
