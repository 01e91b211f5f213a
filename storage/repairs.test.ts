import { expect, test } from "vitest";
import { noteFound, notingRepairs, noteWritten, type Repairs } from "./repairs.ts";

const notedBy = (work: () => void): Promise<Repairs> =>
  notingRepairs(async (repairs) => {
    work();
    return repairs();
  });

test("what was found and then written again is repaired, each finding once", async () => {
  const repairs = await notedBy(() => {
    noteFound("index", ["index.json is missing"]);
    noteFound("index", ["index.json is missing", "feed.atom is missing"]);
    noteWritten("index");
  });
  expect(repairs).toEqual(new Map([["index", ["index.json is missing", "feed.atom is missing"]]]));
});

test.each<[string, () => void]>([
  ["was found, and not written again", () => noteFound("index", ["index.json is missing"])],
  ["was written without a finding", () => noteWritten("index")],
  [
    "was found only in another resource",
    () => {
      noteFound("latest", ["latest is missing"]);
      noteWritten("index");
    },
  ],
  [
    "was compared, and is as it was written",
    () => {
      noteFound("index", []);
      noteWritten("index");
    },
  ],
])("what %s is no repair", async (_what, note) => {
  expect(await notedBy(note)).toEqual(new Map());
});

test("what an earlier run found is no repair of the next, nor what nobody asked to note", async () => {
  await notedBy(() => noteFound("index", ["index.json is missing"]));
  noteFound("index", ["index.json is missing"]);
  expect(await notedBy(() => noteWritten("index"))).toEqual(new Map());
});
