import type { FamilyResults, Result } from "../../boot-tests/results.ts";
import { clipped } from "../../model/text/printable.ts";
import type { Catalogue } from "../catalogue.ts";
import { html, joined, type Html, type Part } from "../html.ts";
import { root, type Link, type Page } from "../page.ts";
import { paragraph, section, table } from "../parts.ts";
import { channelPath, channelTitle } from "../words.ts";

/**
 * The results of the boot tests of a channel's newest images, and what broke since the image before. tests.json beside it has
 * all.
 */

/** How many rows of all families a page has room for, and the most of one. */
const [mostRows, mostResults] = [100, 10];
/** How many findings a cell has, and the characters of each. */
const [mostFindings, mostCharacters] = [4, 160];

export const resultsPath = ({ directory }: Pick<Catalogue, "directory">): string => `${directory}/tests.html`;

export function resultsPage(catalogue: Catalogue): Page {
  const { suite, channel, directory, updated, results } = catalogue;
  const all = `${directory}/tests.json`;
  const most = Math.min(mostResults, Math.max(2, Math.floor(mostRows / results.length)));
  return {
    path: resultsPath(catalogue),
    title: `Boot tests of ${channelTitle(suite, channel)}`,
    about: `The results of the boot tests of ${channelTitle(suite, channel)}, and what broke since the image before.`,
    crumbs: [{ title: channelTitle(suite, channel), path: channelPath(catalogue) }],
    twins: [{ type: "application/json", path: all, title: "All results, for programs" }],
    updated,
    main: (to) =>
      html`${paragraph(
        "Each image boots before it is shown. Broke and mended compare its findings with those of the image before it. ",
        html`<a href="${to(all)}">tests.json</a> has every result.`,
      )}${results.map((family) => familyPart(directory, family, most, to))}`,
  };
}

const columns = [
  { title: "Version", is: "short" },
  { title: "Day", is: "short" },
  { title: "Result" },
  { title: "Attempts", is: "short" },
  { title: "Broke" },
  { title: "Mended" },
  { title: "Evidence", is: "short" },
] as const;

function familyPart(directory: string, { member, results }: FamilyResults, most: number, to: Link): Html {
  const rows = results.slice(0, most).map((result) => {
    const { version, day, outcome, reason, attempts, broke, mended, evidence } = result;
    const set = `${directory}/${version}`;
    return {
      cells: [
        // an image that was never shown has no page
        evidence === null
          ? version
          : html`<a href="${to(`${root}/${set}/${member.replace("/", "-")}.html`)}">${version}</a>`,
        day === null ? undefined : html`<time>${day}</time>`,
        reason === null ? outcome : `${outcome}: ${reason}`,
        attempts,
        findingsPart(broke),
        findingsPart(mended),
        evidence === null ? undefined : html`<a href="${to(`${set}/${evidence}`)}/">console and journal</a>`,
      ],
    };
  });
  return section(member.replace("/", "-"), member.replace("/", " "), table("Newest first", columns, rows));
}

const findingsPart = (findings: Result["findings"]): Part => [
  joined(
    findings.slice(0, mostFindings).map((finding) => clipped(finding, mostCharacters)),
    html`<br />`,
  ),
  findings.length > mostFindings ? html`<br />and ${findings.length - mostFindings} more` : undefined,
];
