import { expect, test } from "vitest";
import { finderSettings } from "../../test/samples/finder-samples.ts";
import { day } from "../../test/samples/samples.ts";
import type { CataloguedImage } from "./catalogue.ts";
import { earliestEnds } from "./words.ts";

const { keeping } = finderSettings([]);

test.each<[string, CataloguedImage["state"]["phase"], string, string | undefined, (string | undefined)[]]>([
  ["superseded", "superseded", "2026-11-01", undefined, ["2026-11-15", "2027-03-01"]],
  ["hidden in time", "hidden", "2026-11-01", "2026-11-15", [undefined, "2027-03-01"]],
  ["hidden late, beside its replacement", "hidden", "2026-11-01", "2026-12-15", [undefined, "2027-03-31"]],
  ["current", "current", "2026-11-01", undefined, [undefined, undefined]],
])("a daily that is %s is promised no earlier end than the plan gives it", (_, phase, shown, hidden, ends) => {
  const days = { shown: day(shown), ...(hidden !== undefined && { hidden: day(hidden) }) };
  const { hides, goes } = earliestEnds({ channel: "daily", state: { phase, reason: "", days } }, keeping);
  const expected = ends.map((each) => (each === undefined ? undefined : day(each)));
  expect([hides, goes]).toEqual(expected);
});
