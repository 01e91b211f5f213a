import type { Catalogue } from "../catalogue.ts";
import type { ChangesSummary } from "../changes/record.ts";
import { vulnerabilityPath, isVulnerabilityId } from "../cves.ts";
import { html, joined } from "../html.ts";
import { vulnerabilitiesPath, type Link, type Page } from "../page.ts";
import { paragraph, section, table } from "../parts.ts";
import { channelTitle, day, versionLink } from "../words.ts";

/** Every vulnerability has a page of its own, so this page names only the newest. */
const mostVulnerabilities = 150;

/** How to find the page of a vulnerability, and those that were fixed last. */
export function vulnerabilitiesPage(catalogues: readonly Catalogue[]): Page {
  const found = newestFixes(catalogues);
  return {
    path: vulnerabilitiesPath,
    title: "Security fixes by CVE",
    about: "The first Debian cloud image without a vulnerability.",
    crumbs: [],
    main: (to) =>
      html`${paragraph(
        "Each vulnerability has a page at an address that stays: ",
        html`<code>${vulnerabilityPath("CVE-2026-12345", "html")}</code>`,
        ". It exists once an image brought a fix.",
      )}${
        found.length === 0
          ? paragraph("No image brought a fix yet that security data names.")
          : section(
              "newest",
              "Newest",
              table(
                "What images fixed, the newest first",
                columns,
                found.map((row) => rowOf(row, to)),
              ),
            )
      }`,
  };
}

interface FoundFix {
  catalogue: Catalogue;
  version: string;
  summary: ChangesSummary;
  fix: ChangesSummary["fixes"][number];
  vulnerabilities: readonly string[];
}

/** With as many vulnerabilities as the page has room for. */
function newestFixes(catalogues: readonly Catalogue[]): FoundFix[] {
  const all = catalogues
    .flatMap((catalogue) => [...catalogue.summaries].map(([version, summary]) => ({ catalogue, version, summary })))
    .toSorted((a, b) => b.summary.shown - a.summary.shown)
    .flatMap((found) =>
      found.summary.fixes.map((fix) => ({ ...found, fix, vulnerabilities: fix.cves.filter(isVulnerabilityId) })),
    );
  let room = mostVulnerabilities;
  return all.flatMap((found) => {
    const vulnerabilities = found.vulnerabilities.slice(0, room);
    room -= vulnerabilities.length;
    return vulnerabilities.length === 0 ? [] : [{ ...found, vulnerabilities }];
  });
}

const columns = [
  { title: "Image", is: "short" },
  { title: "Debian", is: "wide" },
  { title: "Published", is: "short" },
  { title: "Source" },
  { title: "Fixed" },
] as const;

const rowOf = ({ catalogue, version, summary, fix, vulnerabilities }: FoundFix, to: Link) => ({
  cells: [
    versionLink(to, catalogue, version),
    channelTitle(catalogue.suite, catalogue.channel),
    day(summary.shown),
    html`${fix.source} <code class="version">${fix.version}</code>`,
    joined(
      vulnerabilities.map((id) => html`<a class="short" href="${to(vulnerabilityPath(id, "html"))}">${id}</a>`),
      " ",
    ),
  ],
});
