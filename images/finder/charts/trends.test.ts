import { expect, test } from "vitest";
import { finderCatalogues } from "../../../test/samples/finder-samples.ts";
import { parseVersion } from "../../model/version.ts";
import { html } from "../html.ts";
import { trendsPart } from "./trends.ts";

test("a trend runs in the order of versions, also past the builds' number 9999", () => {
  const catalogue = finderCatalogues().find(({ summaries }) => summaries.size > 0);
  const [summary] = catalogue?.summaries.values() ?? [];
  if (catalogue === undefined || summary === undefined) throw new RangeError("no sample has changes");
  const versions = ["20261128-9998", "20261128-9999", "20261128-10000"].flatMap((text) => parseVersion(text) ?? []);
  const chart = trendsPart({
    ...catalogue,
    summaries: new Map(versions.toReversed().map((version) => [version, summary])),
  });
  expect(html`${chart}`.text).toMatch(/ in 20261128-9998, .* in 20261128-10000; between/);
});
