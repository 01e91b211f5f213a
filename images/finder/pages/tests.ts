import { hasFiles, type CataloguedImage, type CataloguedSet } from "../catalogue.ts";
import { html, joined, type Part } from "../html.ts";
import type { Link } from "../page.ts";
import { paragraph, section, table } from "../parts.ts";
import { day } from "../words.ts";

/** The boot tests before the image was shown, or why there were none. */
export function testsPart(image: CataloguedImage, set: CataloguedSet, to: Link): Part {
  const { record } = image;
  if (record === undefined) return undefined;
  const boots = record.attempts.filter(({ boot }) => boot !== undefined);
  if (boots.length === 0) return section("tests", "Tests", paragraph(untestedWords(record.boot)));
  const rows = boots.map(({ day: on, outcome, findings, boot }) => ({
    cells: [
      day(on),
      outcome,
      boot?.where,
      boot === undefined ? undefined : `${boot.seconds.toFixed(0)} s`,
      findings.length === 0 ? "none" : joined(findings.slice(0, mostFindings), html`<br />`),
      boot === undefined
        ? undefined
        : html`<a href="${to(`${set.directory}/${boot.evidence}`)}/">console and journal</a>`,
    ],
  }));
  const columns = [
    { title: "Day", is: "short" },
    { title: "Result", is: "short" },
    { title: "Booted in" },
    { title: "Took", is: "number" },
    { title: "Findings" },
    ...(hasFiles(image) ? [{ title: "Evidence", is: "short" } as const] : []),
  ] as const;
  return section("tests", "Tests", table("Boots before it was shown", columns, rows));
}

const mostFindings = 20;

function untestedWords(plan: NonNullable<CataloguedImage["record"]>["boot"]): string {
  if (plan === undefined) return "Its build’s own tests passed. It was not booted before it was shown.";
  if ("untested" in plan) return `Its build’s own tests passed. It was not booted: ${plan.untested}.`;
  return "It was not booted yet.";
}
