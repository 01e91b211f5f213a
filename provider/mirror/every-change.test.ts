import { expect, test } from "vitest";
import { beforeDiskChanges } from "../../test/faults/disk.ts";
import { deadNames, digestSigner } from "../../test/readers/dead-names.ts";
import { Story } from "../../test/readers/story.ts";

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
  let [moment, looks] = ["", 0];
  let isPublished = false;
  const look = (next: string): void => {
    if (!isPublished) return;
    looks += 1;
    for (const fault of deadNames(world.tree)) if (!seen.has(fault)) seen.set(fault, { fault, moment, next });
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
});
