import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { recordOf } from "../../test/samples/record-samples.ts";
import { filesOf, indexes } from "../../test/samples/readers-samples.ts";
import { day, version } from "../../test/samples/samples.ts";
import type { Image } from "../model/image.ts";
import { recordsApi, type IndexRecord } from "../tree/record.ts";
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

test("a family that was not built for long is found all the same, and of each family the newest 50", () => {
  const setOf = (arch: "amd64" | "riscv64", serial: number): IndexRecord["sets"][number] => {
    const image: Image = {
      suite: "trixie",
      channel: "daily",
      vendor: "generic",
      arch,
      version: version(`20260717-${serial}`),
    };
    const days = { made: day("2026-07-17"), shown: day("2026-07-17") };
    const mirror = { phase: "current", reason: "in a test", listed: true, days, refs: [] } as const;
    const record = recordOf(image, { files: filesOf(image), targets: { mirror: { ...mirror, refs: [] } } });
    return { version: image.version, expect: { required: [], bestEffort: [] }, images: [record] };
  };
  const newest = Array.from({ length: 60 }, (_, at) => setOf("amd64", 2600 - at));
  const index: IndexRecord = {
    apiVersion: recordsApi,
    suite: "trixie",
    channel: "daily",
    kind: "Index",
    made: day("2026-07-17"),
    sets: [...newest, setOf("riscv64", 2500)],
    removed: [],
  };
  const files = finder.write([publicChannel(index)]);
  expect(searchOf("search.d/trixie/generic/amd64/any.json", files)).toHaveLength(50);
  expect(searchOf("search.d/trixie/generic/riscv64/any.json", files)).toHaveLength(1);
});
