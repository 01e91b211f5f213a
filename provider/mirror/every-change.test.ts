import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { beforeDiskChanges } from "../../test/faults/disk.ts";
import { deadNames, digestSigner } from "../../test/readers/dead-names.ts";
import { Story } from "../../test/readers/story.ts";
import { second } from "./world.fixture.ts";

/** What is about to happen to the tree when a fault is seen: it came with the change before. */
interface Seen {
  fault: string;
  moment: string;
  next: string;
}

test("from a tree's first publication on, between any two changes of the tree, whatever a reader finds leads somewhere", async () => {
  const story = await Story.begin({ command: [...digestSigner], keyring: null });
  const { world } = story;
  const seen = new Map<string, Seen>();
  const unsigned = new Set<string>();
  let [moment, looks] = ["", 0];
  let isPublished = false;
  const look = (next: string): void => {
    if (!isPublished) return;
    looks += 1;
    for (const fault of deadNames(world.tree)) if (!seen.has(fault)) seen.set(fault, { fault, moment, next });
    if (hasUnsignedList(join(world.tree, "streams/v1"))) unsigned.add(moment);
  };
  const end = beforeDiskChanges((step, args) => {
    const paths = args.filter((each): each is string => typeof each === "string" && each.startsWith(world.tree));
    if (paths.length > 0) look([step, ...paths.map((each) => each.slice(world.tree.length + 1))].join(" "));
  });
  try {
    for await (const { name } of story.tell()) [moment, isPublished] = [`after "${name}"`, true];
    look("the end");
  } finally {
    end();
    await world.end();
  }
  expect([...seen.values()]).toEqual([]);
  expect(looks).toBeGreaterThan(500);
  // lists of a publication and of a deletion are signed before they are written; a withdrawal waits for no signature
  expect([...unsigned]).toEqual([
    `after "${second} is published"`,
    `after "latest leads away from ${second}"`,
    `after "the files of ${second} are gone"`,
    `after "the directory of ${second} is gone"`,
  ]);
});

const hasUnsignedList = (folder: string): boolean =>
  readdirSync(folder).some(
    (name) => name.endsWith(".json") && !existsSync(join(folder, name.replace(/json$/, "sjson"))),
  );
