import type { PackageChange } from "../../images/releases/diff/types.ts";
import type { Comparison } from "./compare.ts";

/** The comparison for programs: each change once, with the images that have it. */
export const comparisonJson = ({ before, after, images, onlyBefore, onlyAfter, security }: Comparison) => ({
  before: before.name,
  after: after.name,
  images: images.map(({ name }) => name),
  onlyBefore,
  onlyAfter,
  changes: sharedChanges(images),
  security,
});

function sharedChanges(images: Comparison["images"]): (PackageChange & { images: string[] })[] {
  const each = images.flatMap(({ name, diff }) => diff.changes.map((change) => ({ name, change })));
  return [...Map.groupBy(each, ({ change }) => JSON.stringify(change)).values()].flatMap((same) =>
    same.slice(0, 1).map(({ change }) => ({ ...change, images: same.map(({ name }) => name) })),
  );
}
