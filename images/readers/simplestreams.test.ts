import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { filesOf, indexes, indexOfOne } from "../../test/samples/readers-samples.ts";
import { day, digest, imageNamed } from "../../test/samples/samples.ts";
import { imageName, parseImageName } from "../model/image.ts";
import { parseVersion, versionOrder } from "../model/version.ts";
import type { TargetRecord } from "../tree/record.ts";
import { publicChannel, type PublicChannel } from "./public.ts";
import { simplestreams, simplestreamsIndex } from "./simplestreams.ts";

const item = z.object({ path: z.string().optional(), size: z.number().optional(), sha256: z.string().optional() });
const productsSchema = z.object({
  content_id: z.string(),
  updated: z.string(),
  products: z.record(
    z.string(),
    z
      .object({
        aliases: z.string(),
        versions: z.record(z.string(), z.object({ pubname: z.string(), items: z.record(z.string(), item.loose()) })),
      })
      .loose(),
  ),
});
const indexSchema = z.object({
  updated: z.string(),
  index: z.record(z.string(), z.object({ path: z.string(), products: z.array(z.string()), updated: z.string() })),
});

const streamsOf = (channel: PublicChannel) =>
  simplestreams.write(channel).map(({ path, text }) => ({ path, content: productsSchema.parse(JSON.parse(text)) }));

const mirror: TargetRecord = {
  phase: "current",
  reason: "in a test",
  listed: true,
  days: { made: day("2026-07-17"), shown: day("2026-07-17") },
  refs: [],
};

/** The items of a channel's only version. */
const itemsIn = (channel: PublicChannel): Record<string, unknown> =>
  Object.fromEntries(
    streamsOf(channel)
      .flatMap(({ content }) => Object.values(content.products))
      .flatMap(({ versions }) => Object.values(versions))
      .flatMap(({ items }) => Object.entries(items)),
  );

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

const qcow2Digest = digest("sha256", "metadata and qcow2");

test.each([
  ["its metadata and the digest of both", ["incus.tar.xz"], qcow2Digest, ["incus.tar.xz", "lxd.tar.xz"]],
  ["no metadata", [], qcow2Digest, []],
  ["metadata, and no digest of both", ["incus.tar.xz"], undefined, []],
])("an image with %s is listed for Incus and LXD, or is not", (_case, more, incusSha256, listed) => {
  const image = imageNamed("debian-13-generic-amd64-20260717-2542");
  const metadata = more.map((ending) => ({
    name: `${imageName(image)}.${ending}`,
    size: 7,
    sha512: digest("sha512", "7"),
    sha256: digest("sha256", "7"),
  }));
  const files = filesOf(image).map((file) => (file.name.endsWith(".qcow2") ? { ...file, incusSha256 } : file));
  const channel = publicChannel(indexOfOne(image, { targets: { mirror }, files: [...files, ...metadata] }));
  const items = Object.entries(itemsIn(channel)).filter(([name]) => /incus|lxd/.test(name));
  expect(items.map(([name]) => name)).toEqual(listed);
  for (const [name, found] of items)
    expect(found).toEqual({
      ftype: name,
      path: `trixie/20260717-2542/${imageName(image)}.incus.tar.xz`,
      size: 7,
      sha256: digest("sha256", "7"),
      sha512: digest("sha512", "7"),
      "combined_disk1-img_sha256": qcow2Digest,
    });
});

test.each([
  ["by LTS, after Debian's own support", "debian-11-generic-amd64-20260717-2542", "2026-08-31"],
  ["never", "debian-sid-generic-amd64-daily-20260717-2542", undefined],
])("a suite's support ends %s", (_case, name, end) => {
  const image = imageNamed(name);
  const [file] = streamsOf(publicChannel(indexOfOne(image, { targets: { mirror } })));
  const [product] = Object.values(file?.content.products ?? {});
  expect(product).toMatchObject({ supported: true });
  expect(product?.["support_eol"]).toBe(end);
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
