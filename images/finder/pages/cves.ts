import type { Catalogue } from "../catalogue.ts";
import type { Changes } from "../changes/record.ts";
import { holesIn, holePath, type Hole } from "../cves.ts";
import { html } from "../html.ts";
import { holesPath, type Page } from "../page.ts";
import { paragraph, section, table } from "../parts.ts";
import { channelTitle, day, versionLink } from "../words.ts";

/** Every vulnerability has a page of its own, so this page names only the newest. */
const mostHoles = 150;

/** How to find the page of a vulnerability, and those that were fixed last. */
export function holesPage(catalogues: readonly Catalogue[]): Page {
  const found = catalogues
    .flatMap(({ directory, changes }) =>
      [...changes.values()].flatMap((each) => holesIn(each).map((hole) => ({ directory, each, hole }))),
    )
    .toSorted((a, b) => b.each.shown - a.each.shown || (a.hole.id < b.hole.id ? 1 : -1))
    .slice(0, mostHoles);
  return {
    path: holesPath,
    title: "Security fixes by CVE",
    about: "The first Debian cloud image without a vulnerability.",
    crumbs: [],
    main: (to) =>
      html`${paragraph(
        "Each vulnerability has a page at an address that stays: ",
        html`<code>${holePath("CVE-2026-12345", "html")}</code>`,
        ". It exists once an image brought a fix.",
      )}${
        found.length === 0
          ? paragraph("No image brought a fix yet that security data names.")
          : section(
              "newest",
              "Newest",
              table(
                "The newest first",
                columns,
                found.map((row) => rowOf(row, to)),
              ),
            )
      }`,
  };
}

const columns = [
  { title: "Vulnerability", is: "short" },
  { title: "Source" },
  { title: "Fixed in image", is: "short" },
  { title: "Debian" },
  { title: "Published", is: "short" },
] as const;

const rowOf = (
  { directory, each, hole }: { directory: string; each: Changes; hole: Hole },
  to: (path: string) => string,
) => ({
  cells: [
    html`<a href="${to(holePath(hole.id, "html"))}">${hole.id}</a>`,
    hole.fixed.map(({ source }) => source).join(", "),
    versionLink(to, { directory }, each.version),
    channelTitle(each.suite, each.channel),
    day(each.shown),
  ],
});
