import type { Day } from "../model/day.ts";
import { fileName, type DataFormat } from "../tree/files.ts";
import { signedPath, type ChannelFormat, type TreeFormat } from "./format.ts";
import { productName, productOf, rfc2822 } from "./simplestreams-product.ts";
import type { PublicChannel, PublicFile, PublicImage } from "./public.ts";

/*
 * Simplestreams 1.0, in `streams/v1/` of the tree: two files of products for each channel, and one index of all. Read by
 * sstream-query, LXD and Incus. Paths are relative to the tree's root.
 */

const indexPath = "streams/v1/index.json";

export const simplestreams: ChannelFormat = {
  name: "simplestreams",
  write: (channel) =>
    streamsOf(channel).map(({ path, content }) => ({
      path,
      text: textOf(content),
      clearsigned: { path: signedPath(path), text: textOf(content), namedBy: signedPath(indexPath) },
    })),
};

export const simplestreamsIndex: TreeFormat = {
  name: "simplestreams index",
  write: (channels) => {
    const streams = channels.flatMap(streamsOf);
    const updated = channels.map((channel) => channel.updated).reduce<Day | undefined>(later, undefined);
    if (updated === undefined) return [];
    const contentWith = (pathOf: (path: string) => string) => ({
      format: "index:1.0",
      updated: rfc2822(updated),
      index: Object.fromEntries(streams.map((stream) => [stream.content.content_id, entryOf(stream, pathOf)])),
    });
    // a reader that verifies the index demands a signature of each file that it names
    const names = streams.map(({ path }) => signedPath(path));
    return [
      {
        path: indexPath,
        text: textOf(contentWith((path) => path)),
        clearsigned: { path: signedPath(indexPath), text: textOf(contentWith(signedPath)), names },
      },
    ];
  },
};

function entryOf({ path, content }: Stream, pathOf: (path: string) => string) {
  const { datatype, format, updated, products } = content;
  return { datatype, format, path: pathOf(path), updated, products: Object.keys(products) };
}

const later = (a: Day | undefined, b: Day): Day => (a === undefined || b > a ? b : a);

const textOf = (content: unknown): string => `${JSON.stringify(content, null, 1)}\n`;

interface Stream {
  path: string;
  content: {
    content_id: string;
    datatype: "image-downloads" | "image-ids";
    format: "products:1.0";
    updated: string;
    products: Record<string, unknown>;
  };
}

function streamsOf(channel: PublicChannel): Stream[] {
  const inClouds = channel.sets.some(({ images }) => images.some(({ clouds }) => clouds.length > 0));
  return [
    streamOf(channel, { kind: "download", datatype: "image-downloads", itemsOf: downloads }),
    ...(inClouds ? [streamOf(channel, { kind: "ids", datatype: "image-ids", itemsOf: imageIds })] : []),
  ];
}

type Items = Record<string, Record<string, unknown>>;

interface StreamKind {
  kind: "download" | "ids";
  datatype: Stream["content"]["datatype"];
  itemsOf: (image: PublicImage) => Items;
}

function streamOf(channel: PublicChannel, { kind, datatype, itemsOf }: StreamKind): Stream {
  const id = `org.debian.cloud:${channel.channel}:${channel.suite}:${kind}`;
  const products = new Map<string, { versions: Record<string, unknown> }>();
  for (const image of channel.sets.flatMap(({ images }) => images)) {
    const items = itemsOf(image);
    if (Object.keys(items).length === 0) continue;
    const product = products.get(productName(image)) ?? productOf(image, channel.updated);
    products.set(productName(image), product);
    product.versions[image.version] = { label: image.channel, pubname: image.name, items };
  }
  return {
    path: `streams/v1/${id}.json`,
    content: {
      content_id: id,
      datatype,
      format: "products:1.0",
      updated: rfc2822(channel.updated),
      products: Object.fromEntries(products),
    },
  };
}

/** The name and type of each file as an item. LXD and Incus take `disk1.img` for the qcow2 of a virtual machine. */
const itemNames: Readonly<Record<DataFormat, string>> = {
  qcow2: "disk1.img",
  raw: "disk.raw",
  "tar.xz": "disk.tar.xz",
  json: "manifest.json",
};

const dataFormats = Object.keys(itemNames) as DataFormat[];

function downloads(image: PublicImage): Items {
  const items: Items = {};
  for (const format of dataFormats) {
    const file = image.files.find(({ name }) => name === fileName(image, format));
    if (file !== undefined) items[itemNames[format]] = downloadOf(file, itemNames[format]);
  }
  return { ...items, ...incusItems(image) };
}

const downloadOf = ({ path, size, sha256, sha512 }: PublicFile, ftype: string) => ({
  ftype,
  path,
  size,
  ...(sha256 !== undefined && { sha256 }),
  sha512,
});

/** LXD and Incus list an image only with its metadata, and with the digest of both files together. */
function incusItems(image: PublicImage): Items {
  const metadata = image.files.find(({ name }) => name === fileName(image, "incus.tar.xz"));
  const combined = image.files.find(({ name }) => name === fileName(image, "qcow2"))?.incusSha256;
  if (metadata === undefined || combined === undefined) return {};
  const ftypes = ["incus.tar.xz", "lxd.tar.xz"];
  return Object.fromEntries(
    ftypes.map((ftype) => [ftype, { ...downloadOf(metadata, ftype), "combined_disk1-img_sha256": combined }]),
  );
}

/** One item for each cloud or region, by which readers filter. */
const imageIds = ({ clouds }: PublicImage): Items =>
  Object.fromEntries(clouds.map(({ target, refs }) => [target, { id: refs[0], ...placeOf(target) }]));

/** A target is named after its cloud and its place there, with a hyphen between. */
function placeOf(target: string): { cloud: string; region: string } {
  const [cloud = target, ...place] = target.split("-");
  return { cloud, region: place.length === 0 ? cloud : place.join("-") };
}
