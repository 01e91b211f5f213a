import * as fc from "fast-check";
import { expect, test } from "vitest";
import { indexes } from "../../test/samples/readers-samples.ts";
import type { IndexRecord } from "../tree/record.ts";
import { channelFormats, treeFormats } from "./formats.ts";
import { publicChannel } from "./public.ts";

/** All files of all formats. */
const filesOf = (indexed: readonly IndexRecord[]) => {
  const views = indexed.map(publicChannel);
  return [
    ...channelFormats.flatMap(({ name, write }) =>
      views.flatMap((view) => write(view).map((file) => ({ ...file, format: name }))),
    ),
    ...treeFormats.flatMap(({ name, write }) => write(views).map((file) => ({ ...file, format: name }))),
  ];
};

const imageNames = /debian-(?:1[0-9]|sid)(?:-backports)?-[a-z0-9]+-[a-z0-9]+(?:-daily)?-\d{8}-\d+/g;
const isPublic = ({ targets }: IndexRecord["sets"][number]["images"][number]): boolean =>
  targets["mirror"]?.listed === true && ["current", "superseded"].includes(targets["mirror"].phase);
const wasShown = ({ targets }: IndexRecord["sets"][number]["images"][number]): boolean =>
  targets["mirror"]?.days.shown !== undefined;
const isWithdrawn = (image: IndexRecord["sets"][number]["images"][number]): boolean =>
  wasShown(image) && image.targets["mirror"]?.phase === "withdrawn";

const isFeed = ({ format }: { format: string }): boolean => format === "atom" || format === "security";

test("no format names an image that is not public, except to say that it was withdrawn", () => {
  fc.assert(
    fc.property(indexes(fc.constant("text")), (index) => {
      const images = index.sets.flatMap((set) => set.images);
      const mayBeNamed = new Set(
        images.filter((image) => isPublic(image) || isWithdrawn(image)).map(({ name }) => name),
      );
      const mayBeFound = new Set(images.filter(isPublic).map(({ name }) => name));
      for (const { format, text } of filesOf([index]))
        for (const [name] of text.matchAll(imageNames))
          expect(isFeed({ format }) ? mayBeNamed : mayBeFound).toContain(name);
    }),
  );
});

test("the same index gives the same bytes, and paths stay inside the tree", () => {
  fc.assert(
    fc.property(fc.array(indexes(), { maxLength: 2 }), (found) => {
      const files = filesOf(found);
      expect(filesOf(structuredClone(found))).toEqual(files);
      for (const { path } of files) expect(path).toMatch(/^(?!\/)(?!.*(?:^|\/)\.)[\x21-\x7e]+$/);
    }),
  );
});

test("an image that never was shown changes no file, and one that is no longer public only feeds, which tell when it left", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const only = (isKept: (image: IndexRecord["sets"][number]["images"][number]) => boolean) =>
        filesOf([{ ...index, sets: index.sets.map((set) => ({ ...set, images: set.images.filter(isKept) })) }]);
      const all = filesOf([index]);
      expect(only((image) => isPublic(image) || wasShown(image))).toEqual(all);
      const lists = all.filter((file) => !isFeed(file));
      expect(only(isPublic).filter((file) => !isFeed(file))).toEqual(lists);
    }),
  );
});
