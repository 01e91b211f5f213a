import { chmod } from "node:fs/promises";
import { join } from "node:path";
import type { Channel } from "../../images/model/definitions/channels.ts";
import { imageName, memberOf, setDirectory, type Image } from "../../images/model/image.ts";
import type { Version } from "../../images/model/version.ts";
import type { Properties } from "../../provider-sdk/provider.ts";
import {
  dailyOf,
  filesUrn,
  first,
  indexUrn,
  latestUrn,
  makeWorld,
  makingOf,
  releaseOf,
  second,
  versionInputsOf,
  versionUrn,
  type World,
} from "../../provider/mirror/world.fixture.ts";
import type { TestKey } from "../samples/signing-keys.ts";

/** The story of a daily, and of the release to which it is promoted, as readers see it: the provider's own operations, in the order of a run. */

export interface Moment {
  name: string;
  /** The versions to which a reader may be led. In the middle of a run it is the one before or the one after. */
  versions: readonly Version[];
}

const dpkgStatus = [
  ["adduser", "3.152", "all", ""],
  ["libssl3t64", "3.5.4-1~deb13u2", "amd64", "Source: openssl\n"],
  ["linux-image-cloud-amd64", "6.12.43-1", "amd64", "Source: linux-signed-amd64 (6.12.43+1)\n"],
]
  .map(
    ([name, version, arch, source]) =>
      `Package: ${name}\nStatus: install ok installed\n${source}Version: ${version}\nArchitecture: ${arch}\nMaintainer: Debian <debian@example.org>\nDescription: a package\n`,
  )
  .join("\n");

const channels = ["daily", "release"] as const;
const vendors = ["generic", "genericcloud"] as const;

interface Made {
  files: Map<string, Properties>;
  version: Properties;
}

/** A tree with both channels, and the outputs of their resources. */
export class Story {
  readonly world: World;
  readonly #made = new Map<string, Made>();

  private constructor(world: World) {
    this.world = world;
  }

  static async begin(key: Pick<TestKey, "command"> & { keyring: string | null }): Promise<Story> {
    const world = await makeWorld();
    // the web server is another user
    await chmod(world.root, 0o755);
    const sign = JSON.stringify({ command: key.command, every: 1, expires: 10, keyring: key.keyring });
    const url = "https://cloud.debian.org/images/cloud";
    await world.provider.configure({ tree: world.tree, staging: world.staging, jobs: 2, sign, url });
    return new Story(world);
  }

  /** Tells the story, and stops after each operation that a reader can notice. */
  async *tell(): AsyncGenerator<Moment> {
    for await (const moment of this.#publish(first, [first])) if (moment.done) yield moment;
    yield* this.#publish(second, [first, second]);
    yield* this.#withdraw(second, [first, second]);
    yield* this.#remove(second, [first]);
  }

  async *#publish(version: Version, versions: readonly Version[]): AsyncGenerator<Moment & { done: boolean }> {
    for (const channel of channels) await this.#make(channel, version);
    yield { name: `${version} has its directory`, versions, done: false };
    for (const channel of channels) await this.#point(channel, version);
    yield { name: `latest leads to ${version}`, versions, done: false };
    for (const channel of channels) await this.#list(channel, `published ${version}`);
    yield { name: `${version} is published`, versions: [version], done: true };
  }

  async *#withdraw(version: Version, versions: readonly Version[]): AsyncGenerator<Moment> {
    for (const channel of channels) await this.#point(channel, first, version);
    yield { name: `latest leads away from ${version}`, versions };
    for (const channel of channels) {
      const { files } = this.#of(channel, version);
      for (const [image, outputs] of files)
        files.set(
          image,
          await this.world.provider.update(filesUrn, outputs, {
            image,
            digest: outputs["digest"],
            place: "quarantine",
          }),
        );
    }
    yield { name: `the files of ${version} are gone`, versions };
    for (const channel of channels) {
      const made = this.#of(channel, version);
      const news = { ...versionInputsOf(imagesOf(channel, version), "withdrawn") };
      made.version = await this.world.provider.update(versionUrn, made.version, news);
    }
    yield { name: `the directory of ${version} is gone`, versions };
    for (const channel of channels) await this.#list(channel, `withdrew ${version}`);
    yield { name: `${version} is withdrawn`, versions: [first] };
  }

  async *#remove(version: Version, versions: readonly Version[]): AsyncGenerator<Moment> {
    for (const channel of channels) await this.#list(channel, `removed ${version}`, version);
    yield { name: `${version} has its tombstones`, versions };
    for (const channel of channels) {
      const { files, version: set } = this.#of(channel, version);
      await this.world.provider.delete(versionUrn, set);
      for (const outputs of files.values()) await this.world.provider.delete(filesUrn, outputs);
    }
    yield { name: `${version} is deleted`, versions };
  }

  async #make(channel: Channel, version: Version): Promise<void> {
    const images = imagesOf(channel, version);
    const expect = { required: images.map(memberOf), bestEffort: [] };
    const files = new Map<string, Properties>();
    for (const image of images) {
      const inputs = makingOf(image, await this.#bytesOf(image));
      const news = { ...inputs, making: { ...inputs.making, expect } };
      files.set(imageName(image), (await this.world.provider.create(filesUrn, news)).outputs);
    }
    const { outputs } = await this.world.provider.create(versionUrn, { ...versionInputsOf(images) });
    this.#made.set(`${channel}/${version}`, { files, version: outputs });
  }

  /** A build of the image; a release has the bytes of its daily. */
  async #bytesOf(image: Image) {
    if (image.channel === "daily") return this.world.build(image, { beside: { "dpkg-status": dpkgStatus } });
    const daily: Image = { ...image, channel: "daily" };
    const digest = this.#of("daily", image.version).files.get(imageName(daily))?.["digest"];
    return { base: join(this.world.tree, setDirectory(daily)), digest: String(digest) };
  }

  async #point(channel: Channel, version: Version, leaving?: Version): Promise<void> {
    const families = Object.fromEntries(imagesOf(channel, version).map((image) => [memberOf(image), version]));
    const unlist =
      leaving && imagesOf(channel, leaving).map((image) => ({ image: imageName(image), target: "mirror" }));
    const news = { suite: "trixie", channel, families, ...(unlist && { unlist }) };
    await this.world.provider.create(latestUrn, news);
  }

  async #list(channel: Channel, contents: string, removed?: Version): Promise<void> {
    const tombstones = removed === undefined ? [] : this.#stonesOf(channel, removed);
    await this.world.provider.create(indexUrn, { suite: "trixie", channel, day: "2026-07-18", contents, tombstones });
  }

  #stonesOf(channel: Channel, version: Version) {
    return [...this.#of(channel, version).files].map(([image, { digest }]) => ({
      image,
      target: "mirror",
      day: "2026-07-18",
      reason: "in a test",
      digest: String(digest),
    }));
  }

  #of(channel: Channel, version: Version): Made {
    const made = this.#made.get(`${channel}/${version}`);
    if (made === undefined) throw new RangeError(`${channel}/${version} was not made`);
    return made;
  }
}

const imagesOf = (channel: Channel, version: Version): Image[] =>
  vendors.map((vendor) => (channel === "daily" ? dailyOf(version, vendor) : releaseOf(dailyOf(version, vendor))));
