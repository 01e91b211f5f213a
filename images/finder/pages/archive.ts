import type { Catalogue, CataloguedSet } from "../catalogue.ts";
import { html, joined, type Part } from "../html.ts";
import { root, type Link, type Page } from "../page.ts";
import { paragraph, section, table } from "../parts.ts";
import type { FinderSettings } from "../settings.ts";
import { channelPath, channelTitle } from "../words.ts";
import { setRow, versionColumns } from "./versions.ts";

/** Every version that ever was public: releases by year, dailies by month, so that no page grows for ever. */

/** `2026`, or `2026-11`. */
export const periodOf = ({ version, channel }: CataloguedSet): string =>
  channel === "daily" ? `${version.slice(0, 4)}-${version.slice(4, 6)}` : version.slice(0, 4);

export const archivePath = ({ directory }: Catalogue, period: string): string =>
  `${root}/${directory}/archive/${period}.html`;

/** The sets of a year or a month. */
interface Archive {
  period: string;
  sets: readonly CataloguedSet[];
}

export const archives = ({ sets }: Catalogue): Archive[] =>
  [...Map.groupBy(sets, periodOf)].map(([period, found]) => ({ period, sets: found }));

export function archivePage(catalogue: Catalogue, { period, sets }: Archive, { keeping }: FinderSettings): Page {
  const title = channelTitle(catalogue.suite, catalogue.channel);
  return {
    path: archivePath(catalogue, period),
    title: `${title}: ${period}`,
    about: `Every version of the cloud images of ${title} of ${period}.`,
    crumbs: [{ title, path: channelPath(catalogue) }],
    main: (to) =>
      section(
        "versions",
        "Versions",
        table(
          "Newest first",
          versionColumns,
          sets.map((set) => setRow(catalogue, set, keeping, to)),
        ),
        html`<p><a href="${to(channelPath(catalogue))}#versions">All months and years</a></p> `,
      ),
  };
}

/** The newest are on the channel's own page. */
const mostVersions = 15;

export function versionsPart(catalogue: Catalogue, { keeping }: FinderSettings, to: Link): Part {
  const { sets } = catalogue;
  if (sets.length === 0) return undefined;
  const rows = sets.slice(0, mostVersions).map((set) => setRow(catalogue, set, keeping, to));
  const periods = [...Map.groupBy(sets, periodOf).keys()].map(
    (period) => html`<a href="${to(archivePath(catalogue, period))}">${period}</a>`,
  );
  return section(
    "versions",
    "Versions",
    table("Newest first", versionColumns, rows),
    paragraph("All versions of ", joined(periods, ", ")),
  );
}
