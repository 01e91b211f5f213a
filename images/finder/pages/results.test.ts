import { parse, type ParserError } from "parse5";
import { expect, test } from "vitest";
import { eraIndex, daysBack } from "../../../test/samples/finder-samples.ts";
import type { IndexRecord } from "../../tree/record.ts";
import { catalogueOf } from "../from-index.ts";
import { pageText } from "../page.ts";
import { resultsPage } from "./results.ts";

/** Dailies of two images, whose boots had these findings in turn, the newest first. */
function pageOf(...findings: readonly (readonly string[])[]): string {
  const index: IndexRecord = eraIndex({
    suite: "trixie",
    channel: "daily",
    days: daysBack(0, findings.length - 1),
  });
  for (const [at, { images }] of index.sets.entries())
    for (const image of images)
      for (const attempt of image.attempts.filter(({ boot }) => boot !== undefined)) {
        attempt.findings = [...(findings[at] ?? [])];
        attempt.outcome = attempt.findings.length === 0 ? "passed" : "failed";
      }
  for (const { targets, name } of index.sets.flatMap(({ images }) => images))
    if (targets["mirror"] !== undefined) targets["mirror"].refs = [`${name}.json`];
  return pageText(resultsPage(catalogueOf(index)));
}

/** The cells of the first row, as text. */
const firstRow = (page: string): string[] => {
  const [row = ""] = /<tr role="row"\s*>(?:(?!<\/tr>)[^])*<td[^]*?<\/tr>/.exec(page) ?? [];
  return [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]\s*>/g)].map(([, cell = ""]) =>
    cell.replace(/<[^>]*>/g, " ").trim(),
  );
};

test("says what broke since the image before, and what was mended", () => {
  expect(firstRow(pageOf(["no network"], ["no swap"]))).toEqual([
    "20261129-2677",
    "2026-11-29",
    "failed",
    "1",
    "no network",
    "no swap",
    "console and journal",
  ]);
});

test("leads to the image's page and to the evidence", () => {
  const page = pageOf([], []);
  expect(page).toContain('href="../../finder/trixie/daily/20261129-2677/generic-amd64.html"');
  expect(page).toMatch(/href="\.\.\/\.\.\/trixie\/daily\/20261129-2677\/[^"]*\.tests\/1\/"/);
});

test("a guest's words are text, however many, and the page stays below 100 kB", () => {
  const words = Array.from({ length: 50 }, (_, at) => `</td><script>${at}</script>`.repeat(40));
  const page = pageOf(...Array.from({ length: 30 }, (_, at) => (at % 2 === 0 ? words : [])));
  const problems: string[] = [];
  parse(page, { onParseError: ({ code }: ParserError) => problems.push(code) });
  expect(problems).toEqual([]);
  expect(page).not.toContain("<script");
  expect(page).toContain("and 46 more");
  expect(Buffer.byteLength(page)).toBeLessThan(100_000);
});
