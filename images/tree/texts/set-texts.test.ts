import { expect, test } from "vitest";
import { recordOf } from "../../../test/samples/record-samples.ts";
import { day, imageNamed, version } from "../../../test/samples/samples.ts";
import { isVendor, vendors } from "../../model/definitions/vendors.ts";
import { recordsApi, type SetRecord, type TargetRecord } from "../record.ts";
import { setTexts } from "./set-texts.ts";

const made = day("2026-07-17");
const shown = { made, shown: made };

const setWith = (targets: readonly Pick<TargetRecord, "phase" | "days" | "reason" | "replacement">[]): SetRecord => ({
  apiVersion: recordsApi,
  kind: "ImageSet",
  suite: "trixie",
  channel: "daily",
  version: version("20260717-2542"),
  expect: { required: [], bestEffort: [] },
  images: targets.map((target, at) =>
    recordOf(imageNamed(`debian-13-generic-${at === 0 ? "amd64" : "arm64"}-daily-20260717-2542`), {
      targets: { mirror: { listed: true, refs: [], ...target } },
    }),
  ),
});

const pageOf = (set: SetRecord): string => setTexts(set, 120).find(([name]) => name === "HEADER.html")?.[1] ?? "";

const superseded = {
  phase: "superseded",
  reason: "",
  replacement: version("20260718-2543"),
  days: { ...shown, superseded: day("2026-07-18") },
} as const;
const hidden = { phase: "hidden", reason: "", days: { ...shown, hidden: day("2026-07-31") } } as const;
const withdrawn = {
  phase: "withdrawn",
  reason: "boots without network",
  days: { ...shown, withdrawn: day("2026-07-19") },
} as const;
const current = { phase: "current", reason: "", days: shown } as const;

test.each([
  [
    "superseded",
    [superseded, superseded],
    "This version: superseded by 20260718-2543 on 2026-07-18.",
    "../20260718-2543/",
  ],
  ["hidden", [hidden, hidden], "This version: no longer listed since 2026-07-31.", "../latest/"],
  [
    "withdrawn in part",
    [current, withdrawn],
    "debian-13-generic-arm64-daily-20260717-2542: withdrawn on 2026-07-19: boots without network.",
    "../latest/",
  ],
])("the page above a set's files says that it is %s, and where to go", (_, targets, text, link) => {
  const page = pageOf(setWith(targets));
  expect(page).toContain(text);
  expect(page).toContain(`href="${link}"`);
});

test("the page above a current set's files has no note", () => {
  expect(pageOf(setWith([current]))).not.toContain('class="note"');
});

test("the page above a set's files names the vendors whose images are there, one of a stack's own too, and no other", () => {
  const named = (set: SetRecord) =>
    [...pageOf(set).matchAll(/<dt>(.*?)<\/dt>\n<dd>(.*?)<\/dd>/g)].map(([, ...row]) => row);
  const full = [["generic", vendors.generic.about]];
  expect(named(setWith([current, current]))).toEqual(full);
  expect(named(setWith([current, withdrawn]))).toEqual(full);
  expect(pageOf(setWith([withdrawn, withdrawn]))).not.toContain("<dt>");

  const [image] = setWith([current]).images;
  if (image === undefined) throw new Error("no image");
  const [vendor, ownVendor] = ["mycloud", { ...vendors.generic, about: "for MyCloud & friends" }];
  if (!isVendor(vendor)) throw new Error(`${vendor} is no vendor`);
  const mixed = { ...setWith([current]), images: [image, { ...image, vendor, ownVendor }] };
  expect(named(mixed)).toEqual([...full, ["mycloud", "for MyCloud &amp; friends"]]);
});

test("no line of a set's page looks like a set in a channel's listing", () => {
  expect(pageOf(setWith([superseded]))).not.toMatch(/<a href="[^"]*">[0-9]+-[0-9]+\/<\/a>/);
});
