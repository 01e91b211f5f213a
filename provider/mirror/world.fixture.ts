import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imageName, memberOf, type Image } from "../../images/model/image.ts";
import {
  resourceTypes,
  type ImageFilesInputs,
  type TargetState,
  type VersionInputs,
} from "../../images/tree/resources.ts";
import type { Version } from "../../images/model/version.ts";
import type { Places } from "../../storage/tree/places.ts";
import { createProvider } from "../index.ts";
import { makeBuild, type Build, type BuildOptions } from "./build.fixture.ts";
import { version as versionOf } from "../../test/samples/samples.ts";
import type { Properties, Provider } from "../../provider-sdk/provider.ts";

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

/** A tree, a staging folder and builds in a temporary folder, and the provider over them. */
export interface World extends Places {
  root: string;
  provider: Provider;
  /** What the provider told people. */
  said: string[];
  build: (image: Image, options?: BuildOptions) => Promise<Build>;
  end: () => Promise<void>;
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

export const urnOf = (type: string, name = "x"): string => `urn:pulumi:test::cloud-images::${type}::${name}`;

export const filesUrn = urnOf(resourceTypes.imageFiles);
export const versionUrn = urnOf(resourceTypes.version);
export const latestUrn = urnOf(resourceTypes.latest);
export const indexUrn = urnOf(resourceTypes.index);

/** The inputs of ImageFiles by which an image is made of a build. */
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

/** How an image stands at a target in a phase. */
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

/** Makes an image and shows it in the tree. */
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

/** Writes the index of trixie's dailies, as the last resource of a run does. */
export async function writeIndex(world: World): Promise<Properties> {
  const channel = { suite: "trixie", channel: "daily" };
  const news = { ...channel, day: "2026-07-18", contents: "", tombstones: [] };
  return (await world.provider.create(indexUrn, news)).outputs;
}

/** Every path below a folder. */
export async function listing(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).toSorted();
}

/** Writes the tombstone of an image at a target. */
export async function writeTombstone(
  { provider }: Pick<World, "provider">,
  image: Image,
  digest: string,
  target = "mirror",
): Promise<void> {
  const stone = { image: imageName(image), target, day: "2026-07-18", reason: "in a test", digest };
  const { suite, channel } = image;
  await provider.create(indexUrn, { suite, channel, day: "2026-07-18", contents: "", tombstones: [stone] });
}
