import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, type Day } from "../model/day.ts";
import { day, digest, version } from "../../test/samples/samples.ts";
import { recordOf } from "../../test/samples/record-samples.ts";
import { filesOf, indexes } from "../../test/samples/readers-samples.ts";
import { readXml, type XmlElement } from "../formats/xml.ts";
import { imageName, type Image } from "../model/image.ts";
import { recordsApi, type Days, type IndexRecord, type Phase } from "../tree/record.ts";
import { atom } from "./atom.ts";
import { publicChannel } from "./public.ts";

const feedOf = (index: IndexRecord): XmlElement => {
  const root = readXml(atom.write(publicChannel(index))[0]?.text ?? "");
  if ("wrong" in root) throw new Error(root.wrong);
  return root;
};
const textOf = (element: XmlElement | undefined, name: string): string =>
  element?.children.find((child) => child.name === name)?.text ?? "";
const entriesOf = (feed: XmlElement): XmlElement[] => feed.children.filter(({ name }) => name === "entry");

test("whatever people and builds wrote, the feed is well-formed, and its elements are ours", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const feed = feedOf(index);
      const names = new Set(entriesOf(feed).flatMap(({ children }) => children.map(({ name }) => name)));
      for (const name of names) expect(["id", "title", "updated", "link", "category", "content"]).toContain(name);
      for (const entry of entriesOf(feed))
        expect(textOf(entry, "content").replace(/<\/?p>|<\/?a(?: href="[^"<>]*")?>/g, "")).not.toMatch(/[<>]/);
    }),
  );
});

test("each entry has an id of its own, and no entry is newer than its feed", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const feed = feedOf(index);
      const ids = entriesOf(feed).map((entry) => textOf(entry, "id"));
      expect(new Set(ids).size).toBe(ids.length);
      for (const entry of entriesOf(feed)) expect(textOf(entry, "updated") <= textOf(feed, "updated")).toBe(true);
    }),
  );
});

const image: Image = {
  suite: "trixie",
  channel: "daily",
  vendor: "generic",
  arch: "amd64",
  version: version("20260717-2542"),
};

const shown = day("2026-07-17");

function indexWith(phase: Phase, reason = "in a test"): IndexRecord {
  const listed = phase === "current" || phase === "superseded";
  const withdrawn = phase === "withdrawn" ? addDays(shown, 2) : undefined;
  return {
    apiVersion: recordsApi,
    suite: "trixie",
    channel: "daily",
    kind: "Index",
    made: withdrawn ?? shown,
    removed: [],
    sets: [
      {
        version: image.version,
        expect: { required: [], bestEffort: [] },
        images: [
          recordOf(image, {
            files: filesOf(image),
            targets: { mirror: { phase, reason, listed, days: { made: shown, shown, withdrawn }, refs: [] } },
          }),
        ],
      },
    ],
  };
}

test("a withdrawal changes the set's entry under the same id, and is an entry of its own", () => {
  const before = entriesOf(feedOf(indexWith("current")));
  const after = entriesOf(feedOf(indexWith("withdrawn", "boots without network")));
  const id = "tag:cloud.debian.org,2026:trixie/daily/20260717-2542";
  expect(before.map((entry) => [textOf(entry, "id"), textOf(entry, "updated")])).toEqual([
    [id, "2026-07-17T00:00:00Z"],
  ]);
  expect(after.map((entry) => [textOf(entry, "id"), textOf(entry, "updated"), textOf(entry, "title")])).toEqual([
    [`${id}/withdrawn`, "2026-07-19T00:00:02Z", `Withdrawn: ${imageName(image)}`],
    [id, "2026-07-19T00:00:02Z", "20260717-2542 (withdrawn)"],
  ]);
  for (const entry of after) expect(textOf(entry, "content")).toContain("boots without network");
});

test("a second image of a set that is withdrawn on the same day makes the entries later", () => {
  const [one, more] = [indexWith("withdrawn"), indexWith("withdrawn")];
  const [set] = more.sets;
  const [withdrawn] = set?.images ?? [];
  if (withdrawn !== undefined) set?.images.push({ ...withdrawn, name: "another", arch: "arm64" });
  const latest = (index: IndexRecord): string[] =>
    entriesOf(feedOf(index)).map((entry) => `${textOf(entry, "id")} ${textOf(entry, "updated")}`);
  const [before, after] = [latest(one), latest(more)];
  expect(after).toHaveLength(before.length);
  for (const [at, entry] of after.entries()) expect(entry > (before[at] ?? "")).toBe(true);
});

const older: Image = { ...image, version: version("20260716-2541") };
const arm64: Image = { ...older, arch: "arm64" };
const on = (after: number) => addDays(day("2026-07-16"), after);

type Standing = readonly [Image, Phase, Partial<Days>];

/** An index in which each image has a phase in the tree and days, counted from 2026-07-16; and what was removed. */
function indexOf(standings: readonly Standing[], removed: readonly (readonly [Image, Phase, Day])[] = []): IndexRecord {
  const records = standings.map(([each, phase, days]) => ({
    version: each.version,
    record: recordOf(each, {
      files: filesOf(each),
      targets: {
        mirror: { phase, reason: "in a test", listed: true, days: { made: on(0), ...days }, refs: [] },
      },
    }),
  }));
  const sets = [...Map.groupBy(records, (found) => found.version)].map(([each, found]) => ({
    version: each,
    expect: { required: [], bestEffort: [] },
    images: found.map(({ record }) => record),
  }));
  return {
    ...indexWith("current"),
    sets,
    removed: removed.map(([each, phase, gone]) => ({
      image: imageName(each),
      target: "mirror",
      day: gone,
      reason: "in a test",
      phase,
      digest: digest("sha512", ""),
    })),
  };
}

const updatedOf = (index: IndexRecord): string | undefined => {
  const entry = entriesOf(feedOf(index)).find((each) => textOf(each, "id").endsWith("/20260716-2541"));
  return entry && textOf(entry, "updated");
};

test.each<[string, IndexRecord[]]>([
  [
    "is superseded on the day on which it was shown, and is the newest again on that day",
    [
      indexOf([[older, "current", { shown: on(0) }]]),
      indexOf([
        [older, "superseded", { shown: on(0), superseded: on(0) }],
        [image, "current", { shown: on(0) }],
      ]),
      indexOf([
        [older, "current", { shown: on(0) }],
        [image, "withdrawn", { shown: on(0), withdrawn: on(0) }],
      ]),
    ],
  ],
  [
    "is the newest again after a withdrawal",
    [
      indexOf([
        [older, "superseded", { shown: on(0), superseded: on(1) }],
        [image, "current", { shown: on(1) }],
      ]),
      indexOf([
        [older, "current", { shown: on(0) }],
        [image, "withdrawn", { shown: on(1), withdrawn: on(3) }],
      ]),
      indexOf([[older, "current", { shown: on(0) }]], [[image, "withdrawn", on(33)]]),
    ],
  ],
  [
    "loses an image, for a while and for good",
    [
      indexOf([
        [older, "current", { shown: on(0) }],
        [arm64, "current", { shown: on(2) }],
      ]),
      indexOf([
        [older, "current", { shown: on(0) }],
        [arm64, "lost", { shown: on(2), lost: on(4) }],
      ]),
      indexOf([[older, "current", { shown: on(0) }]], [[arm64, "lost", on(11)]]),
    ],
  ],
  [
    "loses an image that is withdrawn and removed on one day",
    [
      indexOf([
        [older, "current", { shown: on(0) }],
        [arm64, "current", { shown: on(0) }],
      ]),
      indexOf([
        [older, "current", { shown: on(0) }],
        [arm64, "withdrawn", { shown: on(0), withdrawn: on(5) }],
      ]),
      indexOf([[older, "current", { shown: on(0) }]], [[arm64, "withdrawn", on(5)]]),
    ],
  ],
  [
    "loses one image by a withdrawal, and the other by its age",
    [
      indexOf([
        [older, "superseded", { shown: on(0), superseded: on(6) }],
        [arm64, "withdrawn", { shown: on(0), withdrawn: on(5) }],
      ]),
      indexOf([
        [older, "hidden", { shown: on(0), superseded: on(6), hidden: on(14) }],
        [arm64, "withdrawn", { shown: on(0), withdrawn: on(5) }],
      ]),
    ],
  ],
])("the entry of a set gets later when it %s", (_case, indexed) => {
  const times = indexed.map(updatedOf);
  expect(times).not.toContain(undefined);
  expect(new Set(times).size).toBe(times.length);
  expect(times.toSorted()).toEqual(times);
});

test("an image that was withdrawn before it was shown is no news", () => {
  const index = indexOf([
    [older, "current", { shown: on(0) }],
    [image, "withdrawn", { withdrawn: on(2) }],
  ]);
  expect(entriesOf(feedOf(index)).map((entry) => textOf(entry, "title"))).toEqual([older.version]);
});
