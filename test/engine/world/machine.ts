import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Member } from "../../../images/model/image.ts";
import { copyArtifact, type Arrival } from "./artifacts.ts";
import { copyFolder } from "./copy-folder.ts";
import { fingerprint, publicProblems, settledProblems } from "../outside/invariants.ts";
import { killRunning, leftRunning } from "../command/processes.ts";

/** Images whose files are small, without raw and qcow2: for tests that are not about the formats. */
export const members = ["ec2/amd64", "ec2/arm64", "raspi/arm64"] as const satisfies Member[];

/** A machine of a test: the builds that arrive, the tree and its staging, and the processes of its commands. */
export class Machine {
  readonly folder: string;
  /** The folder of tree and staging. A test may place it elsewhere, for example on a small file system. */
  mirror: string;

  constructor(folder: string) {
    this.folder = folder;
    this.mirror = path.join(folder, "mirror");
  }

  get artifacts(): string {
    return path.join(this.folder, "artifacts");
  }

  get tree(): string {
    return path.join(this.mirror, "tree");
  }

  get staging(): string {
    return path.join(this.mirror, "staging");
  }

  /** Builds of these images arrive. */
  async arrive(version: string, images: readonly Member[] = members, how: Omit<Arrival, "version" | "member"> = {}) {
    for (const member of images) await copyArtifact({ version, member, ...how }, this.artifacts);
  }

  async removeArtifacts(): Promise<void> {
    await rm(this.artifacts, { recursive: true });
    await mkdir(this.artifacts);
  }

  publicProblems(): Promise<string[]> {
    return publicProblems(this.tree);
  }

  settledProblems(): Promise<string[]> {
    return settledProblems(this.tree, this.staging);
  }

  /** Every path of the tree, with its link target, or its mode and digest. */
  fingerprint(): Promise<Map<string, string>> {
    return fingerprint(this.tree);
  }

  /** The command lines of processes that outlived their command. */
  leftRunning(): Promise<string[]> {
    return leftRunning(this.folder);
  }

  /** Kills every running command, with all that it started. */
  kill(): Promise<void> {
    return killRunning(this.folder);
  }

  /** Keeps what the machine holds now. `restore` brings it back, any number of times, at the same paths. */
  async save(): Promise<void> {
    await copyFolder(this.folder, this.#saved);
  }

  async restore(): Promise<void> {
    await copyFolder(this.#saved, this.folder);
  }

  async end(): Promise<void> {
    for (const folder of [this.folder, this.#saved]) await rm(folder, { recursive: true, force: true });
  }

  get #saved(): string {
    return `${this.folder}.saved`;
  }
}
