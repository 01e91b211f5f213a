import { expect, test } from "vitest";
import { indexOfOne } from "../../test/samples/readers-samples.ts";
import { day, imageNamed } from "../../test/samples/samples.ts";
import type { RecordedDecision, TargetRecord } from "../tree/record.ts";
import { publicChannel } from "./public.ts";

const image = imageNamed("debian-13-generic-amd64-20260717-2542");
const [made, withdrawn] = [day("2026-07-17"), day("2026-07-19")];
const decision: RecordedDecision = { rule: "security", reasons: ["DSA-5999-1"], written: null };

const at = (more: Partial<TargetRecord> = {}): TargetRecord => ({
  phase: "current",
  reason: "in a test",
  listed: true,
  days: { made, shown: made },
  refs: ["ami-1"],
  ...more,
});

test.each<[string, TargetRecord, number]>([
  ["current", at(), 1],
  ["superseded", at({ phase: "superseded" }), 1],
  ["hidden", at({ phase: "hidden", listed: false }), 0],
  ["withdrawn", at({ phase: "withdrawn", listed: false, days: { made, shown: made, withdrawn } }), 0],
  ["current, and unlisted because it is about to leave", at({ listed: false }), 0],
  ["current, without a name there yet", at({ refs: [] }), 0],
  ["made, with a name already", at({ phase: "made", days: { made } }), 0],
])("an image that is %s in a cloud is public there, or is not", (_state, cloud, places) => {
  const { sets } = publicChannel(indexOfOne(image, { targets: { mirror: at(), "aws-eu-west-1": cloud } }));
  expect(sets.flatMap(({ images }) => images.map(({ clouds }) => clouds.length))).toEqual([places]);
});

test("a set and its withdrawal tell why it was released", () => {
  const shown = publicChannel(indexOfOne(image, { targets: { mirror: at() }, decision }));
  expect(shown).toMatchObject({ sets: [{ decision }], withdrawals: [] });
  const mirror = at({ phase: "withdrawn", listed: false, days: { made, shown: made, withdrawn } });
  const gone = publicChannel(indexOfOne(image, { targets: { mirror }, decision }));
  expect(gone).toMatchObject({ sets: [], withdrawals: [{ decision, day: withdrawn }] });
});
