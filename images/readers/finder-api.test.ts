import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { indexes } from "../../test/samples/readers-samples.ts";
import { finder } from "./finder-api.ts";
import { publicChannel } from "./public.ts";

const schema = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      arch: z.string(),
      release: z.string(),
      vendor: z.string(),
      type: z.string(),
      version: z.string(),
      manifest: z.string(),
    }),
  ),
});
const searchOf = (path: string, files: readonly { path: string; text: string }[]) =>
  schema.parse(JSON.parse(files.find((file) => file.path === `api/v1/images/${path}`)?.text ?? "")).results;

test("search has every public image once, with its manifest", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const channel = publicChannel(index);
      const images = channel.sets.flatMap((set) => set.images);
      const results = searchOf("search", finder.write([channel]));
      expect(results.map(({ id }) => id).toSorted()).toEqual(images.map(({ name }) => name).toSorted());
      for (const { id, manifest } of results)
        expect(images.find(({ name }) => name === id)?.files.map(({ path }) => path)).toContain(manifest);
    }),
  );
});

test("a reader that ignores its own query finds the newest generic release of amd64 first, if there is any", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const results = searchOf("search", finder.write([publicChannel(index)]));
      const wanted = results.filter(
        ({ type, vendor, arch }) => type === "release" && vendor === "generic" && arch === "amd64",
      );
      const newest = wanted.toSorted((a, b) => (a.version < b.version ? 1 : -1));
      expect(results.slice(0, wanted.length)).toEqual(newest);
    }),
  );
});

test("there is an empty answer, also where nothing is published", () => {
  expect(searchOf("search.d/none.json", finder.write([]))).toEqual([]);
});

test("the answer to a query has what it asks for, and nothing else", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const files = finder.write([publicChannel(index)]);
      const all = searchOf("search", files);
      for (const { release, vendor, arch } of all) {
        const asked = all.filter((each) => each.release === release && each.vendor === vendor && each.arch === arch);
        expect(searchOf(`search.d/${release}/${vendor}/${arch}/any.json`, files)).toEqual(asked);
        const released = asked.filter(({ type }) => type === "release");
        if (released.length > 0)
          expect(searchOf(`search.d/${release}/${vendor}/${arch}/release.json`, files)).toEqual(released);
      }
    }),
  );
});
