import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { indexes } from "../../test/samples/readers-samples.ts";
import { parseImageName } from "../model/image.ts";
import { parseVersion, versionOrder } from "../model/version.ts";
import { publicChannel, type PublicChannel } from "./public.ts";
import { simplestreams, simplestreamsIndex } from "./simplestreams.ts";

const item = z.object({ path: z.string().optional(), size: z.number().optional(), sha256: z.string().optional() });
const productsSchema = z.object({
  content_id: z.string(),
  updated: z.string(),
  products: z.record(
    z.string(),
    z.object({
      aliases: z.string(),
      versions: z.record(z.string(), z.object({ pubname: z.string(), items: z.record(z.string(), item.loose()) })),
    }),
  ),
});
const indexSchema = z.object({
  updated: z.string(),
  index: z.record(z.string(), z.object({ path: z.string(), products: z.array(z.string()), updated: z.string() })),
});

const streamsOf = (channel: PublicChannel) =>
  simplestreams.write(channel).map(({ path, text }) => ({ path, content: productsSchema.parse(JSON.parse(text)) }));

test("each item is a public file with its size and digests", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const channel = publicChannel(index);
      const files = new Map(
        channel.sets
          .flatMap(({ images }) => images)
          .flatMap((image) => image.files)
          .map((file) => [file.path, file]),
      );
      for (const { content } of streamsOf(channel).filter(({ path }) => path.includes(":download")))
        for (const { versions } of Object.values(content.products))
          for (const { items } of Object.values(versions))
            for (const { path = "", size, sha256, sha512 } of Object.values(items))
              expect({ size, sha256, sha512 }).toEqual({
                size: files.get(path)?.size,
                sha256: files.get(path)?.sha256,
                sha512: files.get(path)?.sha512,
              });
    }),
  );
});

test("each public image is one version of its product, and the newest version is the newest public one", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const channel = publicChannel(index);
      const [downloads] = streamsOf(channel);
      const products = Object.values(downloads?.content.products ?? {});
      const named = products.flatMap(({ versions }) => Object.values(versions).map(({ pubname }) => pubname));
      const images = channel.sets.flatMap((set) => set.images);
      expect(named.toSorted()).toEqual(images.map(({ name }) => name).toSorted());
      for (const { versions } of products) {
        const newest = Object.keys(versions).flatMap((each) => parseVersion(each) ?? []);
        const family = parseImageName(Object.values(versions)[0]?.pubname ?? "");
        const shown = images.filter(({ vendor, arch }) => vendor === family?.vendor && arch === family.arch);
        expect(Math.max(...newest.map(versionOrder))).toBe(
          Math.max(...shown.map(({ version }) => versionOrder(version))),
        );
      }
    }),
  );
});

test("the index names every products file, with its products", () => {
  fc.assert(
    fc.property(indexes(), indexes(), (one, other) => {
      fc.pre(one.suite !== other.suite || one.channel !== other.channel);
      const channels = [one, other].map(publicChannel);
      const { index } = indexSchema.parse(JSON.parse(simplestreamsIndex.write(channels)[0]?.text ?? ""));
      const files = channels.flatMap(streamsOf);
      expect(Object.entries(index).map(([id, { path, products }]) => ({ id, path, products }))).toEqual(
        files.map(({ path, content }) => ({ id: content.content_id, path, products: Object.keys(content.products) })),
      );
    }),
  );
});

test("image ids name each cloud where the image is public", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const channel = publicChannel(index);
      const ids = streamsOf(channel).filter(({ path }) => path.includes(":ids"));
      const named = ids.flatMap(({ content }) =>
        Object.values(content.products).flatMap(({ versions }) =>
          Object.values(versions).flatMap(({ pubname, items }) =>
            Object.keys(items).map((target) => `${pubname} ${target}`),
          ),
        ),
      );
      const shown = channel.sets
        .flatMap(({ images }) => images)
        .flatMap(({ name, clouds }) => clouds.map(({ target }) => `${name} ${target}`));
      expect(named.toSorted()).toEqual(shown.toSorted());
      const items = ids.flatMap(({ content }) =>
        Object.values(content.products).flatMap(({ versions }) =>
          Object.values(versions).flatMap((each) => Object.values(each.items)),
        ),
      );
      for (const found of items)
        expect(found).toMatchObject({ cloud: "aws", region: "eu-west-1", id: "ref-aws-eu-west-1" });
    }),
  );
});
