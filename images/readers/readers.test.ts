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
const isWithdrawn = ({ targets }: IndexRecord["sets"][number]["images"][number]): boolean =>
  targets["mirror"]?.phase === "withdrawn";

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
          expect(format === "atom" || format === "security" ? mayBeNamed : mayBeFound).toContain(name);
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

test("an image that is neither public nor withdrawn changes no file", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const kept = index.sets.map((set) => ({
        ...set,
        images: set.images.filter((image) => isPublic(image) || isWithdrawn(image)),
      }));
      expect(filesOf([{ ...index, sets: kept }])).toEqual(filesOf([index]));
    }),
  );
});
