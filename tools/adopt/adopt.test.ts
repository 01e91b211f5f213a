import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatChecksums } from "../../images/tree/texts/checksums.ts";
import { dataFormats, fileName } from "../../images/tree/files.ts";
import { parseImageName, setDirectory, type Image } from "../../images/model/image.ts";
import { publishedManifest, serialiseManifest, type Build } from "../../images/builds/manifest.ts";
import type { DiskFormat } from "../../images/model/definitions/vendors.ts";
import { digestAnnotation } from "../../images/builds/digest.ts";
import { damageOf } from "../../storage/tree/damage.ts";
import { readSet } from "../../storage/tree/records.ts";
import { version } from "../../test/samples/samples.ts";
import { adoptChannel } from "./adopt.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), "adopt-"))));
afterEach(() => rm(root, { recursive: true, force: true }));

const places = () => ({ tree: path.join(root, "tree"), staging: path.join(root, "staging") });
const daily = { suite: "trixie", channel: "daily" } as const;
const older = "20260716-2541";
const newer = "20260717-2542";
const asIs = { verify: false, dryRun: false };

const sha512 = (text: string) => createHash("sha512").update(text).digest("hex");

function imageOf(name: string): Image {
  const image = parseImageName(name);
  if (image === undefined) throw new RangeError(`not an image: ${name}`);
  return image;
}

function buildOf({ vendor, arch, version: built }: Image): Build {
  const info = {
    arch,
    build_id: "b",
    release: "trixie",
    release_baseid: "13",
    release_id: "13",
    type: "official",
    vendor,
    version: built,
  } as const;
  const annotations = { "cloud.debian.org/digest": digestAnnotation(sha512(`${vendor}${arch}${built}`)) };
  return {
    apiVersion: "cloud.debian.org/v1alpha1",
    kind: "Build",
    data: { info, packages: [{ name: "apt", version: "3.0" }] },
    metadata: { annotations, labels: {}, uid: "d4e3b6a0-5b0f-4c39-9d0a-0f1f6a0d7f11" },
  };
}

/** Publishes a set as upstream does, without a record. Answers its directory. */
async function publish(at: string, ...members: string[]): Promise<string> {
  const images = members.map((member) => imageOf(`debian-13-${member}-daily-${at}`));
  const folder = path.join(places().tree, "trixie/daily", at);
  await mkdir(folder, { recursive: true });
  const files = new Map<string, string>();
  for (const image of images) {
    const formats = dataFormats(image).filter((format): format is DiskFormat => format !== "json");
    for (const format of formats) files.set(fileName(image, format), `content of ${fileName(image, format)}`);
    const uploads = formats.map((format) => ({ format, sha512: sha512(`content of ${fileName(image, format)}`) }));
    files.set(fileName(image, "json"), serialiseManifest(publishedManifest({ build: buildOf(image), image, uploads })));
  }
  for (const [name, content] of files) await writeFile(path.join(folder, name), content);
  const sums = [...files].map(([name, content]) => ({ name, sha512: sha512(content) }));
  await writeFile(path.join(folder, "SHA512SUMS"), formatChecksums(sums));
  return folder;
}

const recordAt = (at: string) => readSet(places(), { ...daily, version: version(at) });

describe("a set that was published without a record", () => {
  test("gets one, from its manifests and checksums", async () => {
    await publish(newer, "generic-amd64", "ec2-arm64");
    const { adopted, refused } = await adoptChannel(places(), daily, asIs);
    expect([adopted.length, refused]).toEqual([1, []]);
    const image = imageOf(`debian-13-generic-amd64-daily-${newer}`);
    expect(await recordAt(newer)).toMatchObject({
      version: newer,
      expect: { required: ["ec2/arm64", "generic/amd64"], bestEffort: [] },
      images: [
        {
          vendor: "ec2",
          files: [
            { name: `debian-13-ec2-arm64-daily-${newer}.json` },
            { size: `content of debian-13-ec2-arm64-daily-${newer}.tar.xz`.length },
          ],
        },
        {
          digest: sha512(`genericamd64${newer}`),
          attempts: [{ outcome: "passed", findings: ["published before records were kept"] }],
          targets: {
            mirror: {
              phase: "current",
              listed: true,
              refs: dataFormats(image).map((format) => `${setDirectory(image)}/${fileName(image, format)}`),
            },
          },
        },
      ],
    });
  });

  test("is found intact afterwards, without its files being read", async () => {
    const folder = await publish(newer, "generic-amd64");
    await adoptChannel(places(), daily, asIs);
    const files = (await recordAt(newer))?.images.flatMap((image) => image.files) ?? [];
    expect(await damageOf(files, folder, version(newer))).toEqual([]);
    const times = await Promise.all(
      files.map(async ({ name }) => (await stat(path.join(folder, name))).mtime.toISOString()),
    );
    expect(new Set(times)).toEqual(new Set(["2026-07-17T00:42:22.000Z"]));
  });

  test("is superseded on the day of the next version that has the family, and current without one", async () => {
    await publish(older, "generic-amd64", "ec2-arm64");
    await publish(newer, "generic-amd64");
    await adoptChannel(places(), daily, asIs);
    const [ec2, generic] = (await recordAt(older))?.images ?? [];
    expect([ec2?.targets["mirror"]?.phase, generic?.targets["mirror"]?.phase]).toEqual(["current", "superseded"]);
    expect(generic?.targets["mirror"]?.replacement).toBe(newer);
  });

  test("is superseded by a set that was adopted before it", async () => {
    await publish(newer, "generic-amd64");
    await adoptChannel(places(), daily, asIs);
    await publish(older, "generic-amd64");
    await adoptChannel(places(), daily, asIs);
    expect((await recordAt(older))?.images[0]?.targets["mirror"]?.phase).toBe("superseded");
  });
});

describe("adopting again", () => {
  test("changes no byte", async () => {
    const folder = await publish(newer, "generic-amd64");
    await adoptChannel(places(), daily, asIs);
    const before = await stat(path.join(folder, "set.json"));
    const again = await adoptChannel(places(), daily, asIs);
    expect(again).toMatchObject({ adopted: [], recorded: 1 });
    expect((await stat(path.join(folder, "set.json"))).ino).toBe(before.ino);
  });

  test("keeps a record that says something else", async () => {
    const folder = await publish(newer, "generic-amd64");
    await writeFile(path.join(folder, "set.json"), "mine");
    await expect(adoptChannel(places(), daily, asIs)).rejects.toThrow("set.json");
    expect(await readFile(path.join(folder, "set.json"), "utf8")).toBe("mine");
  });
});

describe("a directory that does not agree with itself stays foreign, and the others go on", () => {
  const file = `debian-13-generic-amd64-daily-${older}.qcow2`;
  const json = `debian-13-generic-amd64-daily-${older}.json`;

  test.each<[string, boolean, string, (folder: string) => Promise<void>]>([
    ["without checksums", false, "SHA512SUMS", (folder) => rm(path.join(folder, "SHA512SUMS"))],
    ["with a file missing", false, file, (folder) => rm(path.join(folder, file))],
    ["with a file of no image", false, "stray.raw", (folder) => writeFile(path.join(folder, "stray.raw"), "")],
    ["with a manifest that is none", false, json, (folder) => writeFile(path.join(folder, json), "{}")],
    [
      "with another image's manifest",
      false,
      "arch",
      (folder) => cp(path.join(folder, json.replace("amd64", "arm64")), path.join(folder, json)),
    ],
    [
      "whose checksum is not the manifest's",
      false,
      file,
      async (folder) => {
        const sums = path.join(folder, "SHA512SUMS");
        const text = await readFile(sums, "utf8");
        await writeFile(sums, text.replace(sha512(`content of ${file}`), sha512("other")));
      },
    ],
    ["with changed bytes, when they are read", true, file, (folder) => writeFile(path.join(folder, file), "other")],
    [
      "without any image",
      false,
      older,
      async (folder) => {
        for (const name of await readdir(folder)) await rm(path.join(folder, name));
        await writeFile(path.join(folder, "SHA512SUMS"), "");
      },
    ],
  ])("%s", async (_, verify, named, spoil) => {
    await spoil(await publish(older, "generic-amd64", "generic-arm64"));
    await publish(newer, "generic-amd64");
    const { adopted, refused } = await adoptChannel(places(), daily, { verify, dryRun: false });
    expect(adopted.map((record) => record.version)).toEqual([newer]);
    expect(refused.map(({ set }) => set.version)).toEqual([older]);
    expect(refused.flatMap(({ problems }) => problems.map(({ where }) => where)).join()).toContain(named);
    expect(await recordAt(older)).toBeUndefined();
  });
});

test("a directory without a version stays foreign", async () => {
  await publish(newer, "generic-amd64");
  await cp(path.join(places().tree, "trixie/daily", newer), path.join(places().tree, "trixie/daily/old"), {
    recursive: true,
  });
  expect((await adoptChannel(places(), daily, asIs)).undated).toEqual(["old"]);
});

test("a dry run says the same and writes nothing", async () => {
  const folder = await publish(newer, "generic-amd64");
  const before = await readdir(folder);
  const { adopted } = await adoptChannel(places(), daily, { verify: true, dryRun: true });
  expect(adopted.map((record) => record.version)).toEqual([newer]);
  expect(await readdir(folder)).toEqual(before);
});
