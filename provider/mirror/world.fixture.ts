import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { broughtTexts, type BroughtTexts } from "../../images/builds/brought.ts";
import { digestAnnotation } from "../../images/builds/digest.ts";
import { buildFile, buildName, textFormats, type BuildFormat, type TextFormat } from "../../images/tree/files.ts";
import { imageName, memberOf, type Image } from "../../images/model/image.ts";
import { buildAnnotations } from "../../images/builds/manifest.ts";
import { pythonJson } from "../../images/formats/python-json.ts";
import {
  resourceTypes,
  type ImageFilesInputs,
  type TargetState,
  type VersionInputs,
} from "../../images/tree/resources.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";
import type { Places } from "../../storage/tree/places.ts";
import { createProvider } from "../index.ts";
import type { Properties, Provider } from "../../provider-sdk/provider.ts";

/** A tree, a staging folder and builds in a temporary folder, and the provider over them. */

const run = promisify(execFile);

export function versionOf(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined) throw new RangeError(text);
  return version;
}

export const first = versionOf("20260717-2542");
export const second = versionOf("20260718-2543");

export const dailyOf = (version: Version, vendor: Image["vendor"] = "genericcloud"): Image => ({
  suite: "trixie",
  channel: "daily",
  vendor,
  arch: "amd64",
  version,
});

export const releaseOf = (image: Image): Image => ({ ...image, channel: "release" });

export interface Build {
  base: string;
  digest: string;
  /** The digests of the judged texts; a release has none. */
  brought?: BroughtTexts;
}

export interface World extends Places {
  root: string;
  provider: Provider;
  /** The provider's messages for people. */
  said: string[];
  build: (image: Image, options?: BuildOptions) => Promise<Build>;
  end: () => Promise<void>;
}

export interface BuildOptions {
  /** Other content under the same name. */
  seed?: string;
  partitioned?: boolean;
  /** What the manifest says of its job. */
  job?: string;
  /** What its manifest says is installed. */
  packages?: readonly { name: string; version: string }[];
  /** What lies beside the archive, by its ending. */
  beside?: Partial<Record<BuildFormat, string>>;
}

export async function makeWorld(at = tmpdir()): Promise<World> {
  const root = await mkdtemp(join(at, "cloud-images-"));
  const places = { tree: join(root, "tree"), staging: join(root, "staging") };
  const said: string[] = [];
  const provider = createProvider({ report: () => undefined, warn: (_urn, text) => said.push(text) });
  await provider.configure({ ...places, jobs: 2 });
  return {
    ...places,
    root,
    provider,
    said,
    build: (image, options) => makeBuild(join(root, "artifacts"), image, options),
    end: () => rm(root, { recursive: true, force: true }),
  };
}

const diskBytes = 8 << 20;

async function makeBuild(
  folder: string,
  image: Image,
  {
    seed = "",
    partitioned = true,
    job,
    packages = [{ name: "adduser", version: "3.152" }],
    beside = {},
  }: BuildOptions = {},
): Promise<Build> {
  const base = join(folder, buildName(image));
  const work = await mkdtemp(join(tmpdir(), "disk-"));
  const disk = join(work, "disk.raw");
  await mkdir(folder, { recursive: true });
  await writeFile(disk, "");
  await truncate(disk, diskBytes);
  if (partitioned) await run("sh", ["-c", `printf 'label: gpt\nsize=4MiB\n' | /sbin/sfdisk --quiet ${disk}`]);
  const file = await open(disk, "r+");
  await file.write(
    createHash("sha512")
      .update(`${imageName(image)}${seed}`)
      .digest(),
    0,
    64,
    2 << 20,
  );
  await file.close();
  const tar = join(work, "disk.tar");
  await run("tar", ["--sparse", "--create", "--file", tar, "--directory", work, "disk.raw"]);
  const digest = createHash("sha512")
    .update(await readFile(tar))
    .digest("hex");
  await run("sh", ["-c", `xz -1 --stdout ${tar} > ${buildFile(base, "tar.xz")}`]);
  await writeFile(buildFile(base, "json"), manifest(image, digest, { job, packages }));
  const texts = { info: `info of ${imageName(image)}\n`, ...beside };
  for (const [format, text] of Object.entries(texts)) await writeFile(buildFile(base, format as BuildFormat), text);
  await rm(work, { recursive: true });
  return { base, digest, brought: await judgedTexts(base) };
}

async function judgedTexts(base: string): Promise<BroughtTexts> {
  const texts: Partial<Record<TextFormat, string>> = {};
  for (const format of textFormats) {
    const path = buildFile(base, format);
    if (existsSync(path)) texts[format] = await readFile(path, "utf8");
  }
  return broughtTexts(texts);
}

const manifest = (
  { suite, vendor, arch, version }: Image,
  digest: string,
  { job, packages }: { job: string | undefined; packages: readonly { name: string; version: string }[] },
): string =>
  pythonJson({
    apiVersion: "cloud.debian.org/v1alpha1",
    data: {
      info: {
        arch,
        build_id: "manual",
        release: suite,
        release_baseid: "13",
        release_id: "13",
        type: "official",
        vendor,
        version,
      },
      packages,
    },
    kind: "Build",
    metadata: {
      annotations: {
        "cloud.debian.org/digest": digestAnnotation(digest),
        ...(job !== undefined && { [buildAnnotations.job]: job }),
      },
      labels: {
        "cloud.debian.org/vendor": vendor,
        "cloud.debian.org/version": version,
        "debian.org/arch": arch,
      },
      uid: "e4fa4a35-6f05-4d9b-8b3c-0d5f2f9b6a10",
    },
  });

export const urnOf = (type: string, name = "x"): string => `urn:pulumi:test::cloud-images::${type}::${name}`;

export const filesUrn = urnOf(resourceTypes.imageFiles);
export const versionUrn = urnOf(resourceTypes.version);
export const latestUrn = urnOf(resourceTypes.latest);
export const indexUrn = urnOf(resourceTypes.index);

/** The inputs by which an image is made. */
export const makingOf = (image: Image, { base, digest, brought }: Build, required = true): ImageFilesInputs => ({
  image: imageName(image),
  digest,
  place: "tree",
  making: {
    source: base,
    ...(brought && { brought }),
    packages: "a".repeat(64),
    day: "2026-07-18",
    required,
    expect: { required: [memberOf(image)], bestEffort: [] },
    notInStable: null,
    promotes: image.channel === "release",
  },
});

export const standing = (phase: TargetState["phase"]): TargetState => ({
  phase,
  reason: `${phase} in a test`,
  listed: phase === "current",
  days: { made: "2026-07-18", shown: "2026-07-18" },
});

export const versionInputsOf = (images: readonly Image[], phase: TargetState["phase"] = "current"): VersionInputs => {
  const [{ suite, channel, version } = dailyOf(first)] = images;
  return {
    suite,
    channel,
    version,
    images: [{ members: images.map(memberOf), ...standing(phase) }],
    contents: "",
  };
};

/** Makes an image and shows it. */
export async function publish(
  world: World,
  image: Image,
  options?: BuildOptions,
): Promise<{ files: Properties; version: Properties; build: Build }> {
  const build = await world.build(image, options);
  const { outputs: files } = await world.provider.create(filesUrn, makingOf(image, build));
  const { outputs: version } = await world.provider.create(versionUrn, { ...versionInputsOf([image]) });
  return { files, version, build };
}

/** Does what a run's last resource does. */
export async function writeIndex(world: World): Promise<Properties> {
  const channel = { suite: "trixie", channel: "daily" };
  const news = { ...channel, day: "2026-07-18", contents: "", tombstones: [] };
  return (await world.provider.create(indexUrn, news)).outputs;
}

/** Every path below a folder. */
export async function listing(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).toSorted();
}

export async function bury(world: World, image: Image, digest: string, target = "mirror"): Promise<void> {
  const stone = { image: imageName(image), target, day: "2026-07-18", reason: "in a test", digest };
  const { suite, channel } = image;
  await world.provider.create(indexUrn, { suite, channel, day: "2026-07-18", contents: "", tombstones: [stone] });
}
