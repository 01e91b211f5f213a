import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../model/day.ts";
import { day, version } from "../../test/samples/samples.ts";
import { recordOf } from "../../test/samples/record-samples.ts";
import { filesOf, indexes } from "../../test/samples/readers-samples.ts";
import { readXml, type XmlElement } from "../formats/xml.ts";
import { imageName, type Image } from "../model/image.ts";
import { recordsApi, type IndexRecord, type Phase } from "../tree/record.ts";
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
