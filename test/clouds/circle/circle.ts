import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Said } from "../../engine/command/command.ts";
import { findProgram } from "../../../storage/programs/search.mjs";
import { isRoot } from "../../../tools/recipes/superuser.ts";
import { adviceFor, ensurePrograms } from "../../../tools/setup/programs.ts";
import { killRunning, worldVariable } from "../../engine/command/processes.ts";
import { writeStackFile } from "../../engine/world/stack-file.ts";
import { FaultyServer } from "../../peers/faulty-server.ts";
import { GitlabProject } from "../../peers/gitlab-project.ts";
import { hasGit, jobsOf, runJobs, type Checkout, type Start } from "../../peers/local-pipelines.ts";
import { securityPeer, type SecurityPeer } from "../../peers/debian/security-peer.ts";
import { arches, packagesIn, packagesUpdated, sourceVersionIn } from "../../long/months/archive.ts";
import {
  beginHistory,
  commit,
  copyPublisher,
  headOf,
  makeBuilder,
  makeStack,
  members,
  prepareBuilds,
} from "./checkouts.ts";

const day = "2026-07-01";
/** Whether this machine can run the jobs. Warns where it cannot: gitlab-ci-local copies a checkout by rsync, which set-up installs as root. */
export function canRunJobs(): boolean {
  const found = findProgram("rsync") !== undefined || adviceOnRsync() === undefined;
  if (!found) console.warn(`NOT TESTED: the jobs of ci/gitlab.yml; ${adviceOnRsync()}`);
  return hasGit() && found;
}

const adviceOnRsync = (): string | undefined =>
  adviceFor(["rsync"], { aptGet: findProgram("apt-get") !== undefined, root: isRoot() });

export const stacks = { daily: "trixie-daily", release: "trixie-release" } as const;
const expect = { required: [...members], bestEffort: [] };
type Project = "builder" | "publisher";
const token = "glpat-" + "c1rc7eT0ken".repeat(2);

/**
 * Two projects at GitLab, one that builds and one that publishes, a host with the tree, and Debian's security data. gitlab-ci-local runs
 * the jobs of their pipelines.
 */
export class Circle {
  readonly folder: string;
  readonly builder: GitlabProject;
  readonly publisher: GitlabProject;
  readonly #archive: SecurityPeer;
  readonly #web: FaultyServer;
  #today = day;
  #release: { version: string | null; reason: string | null } = { version: null, reason: null };
  #pipeline = 0;

  private constructor(
    folder: string,
    [builder, publisher]: readonly [GitlabProject, GitlabProject],
    archive: SecurityPeer,
    web: FaultyServer,
  ) {
    this.folder = folder;
    this.builder = builder;
    this.publisher = publisher;
    this.#archive = archive;
    this.#web = web;
  }

  static async begin(): Promise<Circle> {
    await ensurePrograms(["rsync"]);
    const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-circle-"));
    for (const name of ["arrived", "state", "tree"]) await mkdir(path.join(folder, name));
    const gitlabs = [
      await GitlabProject.start("cloud-team/debian-cloud-images", token),
      await GitlabProject.start("cloud-team/cloud-images", token),
    ] as const;
    const packages = packagesIn({ updates: {}, rebuilds: 0 });
    const archive = await securityPeer({ codename: "trixie", arches, day, packages });
    const circle = new Circle(folder, gitlabs, archive, await FaultyServer.over(path.join(folder, "tree")));
    await copyPublisher(circle.#folderOf("publisher"));
    await circle.writeStacks();
    await makeBuilder(circle.#folderOf("builder"));
    beginHistory(circle.#folderOf("publisher"), circle.publisher);
    beginHistory(circle.#folderOf("builder"), circle.builder);
    for (const stack of Object.values(stacks)) await makeStack(folder, stack, circle.checkout("publisher").env);
    return circle;
  }

  async end(): Promise<void> {
    await killRunning(this.folder);
    await Promise.all([this.builder.end(), this.publisher.end(), this.#web.close(), this.#archive.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  get tree(): string {
    return path.join(this.folder, "tree");
  }

  get staging(): string {
    return path.join(this.folder, "staging");
  }

  checkout(name: Project): Checkout {
    const env = {
      ...process.env,
      [worldVariable]: this.folder,
      PULUMI_BACKEND_URL: pathToFileURL(path.join(this.folder, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: "",
      CI_JOB_TOKEN: token,
      ARRIVED: path.join(this.folder, "arrived"),
      PUBLISHER: this.#folderOf("publisher"),
    };
    return { folder: this.#folderOf(name), env };
  }

  /** Runs jobs of the project that publishes: the named ones; default: those that a pipeline starts by itself. */
  publish(start: Start, ...jobs: string[]): Promise<Said> {
    return runJobs(this.checkout("publisher"), start, ...jobs);
  }

  build(start: Start, ...jobs: string[]): Promise<Said> {
    return runJobs(this.checkout("builder"), start, ...jobs);
  }

  /** By job of a pipeline of the publishing project: when it starts. */
  jobs(start: Start): Promise<Record<string, string>> {
    return jobsOf(this.checkout("publisher"), start);
  }

  /** Goes on to a day: sets the clock of both stacks, and Debian's data. */
  async at(today: string): Promise<void> {
    this.#today = today;
    await this.#archive.at(today);
    await this.writeStacks();
  }

  /** Brings a vulnerability and its fix into the archive. No daily has the fix. */
  async advise(source: string, cve: string): Promise<void> {
    const [before, after] = [
      { updates: {}, rebuilds: 0 },
      { updates: { [source]: 1 }, rebuilds: 0 },
    ];
    const packages = packagesUpdated(source, before, after);
    const version = sourceVersionIn(source, after);
    await this.#archive.advise(this.#today, { source, version, cves: [cve], urgency: "high", packages });
  }

  /** A person decides on a release, in the default branch. */
  async decide(publish: { version: string; reason: string }): Promise<void> {
    this.#release = publish;
    await this.writeStacks();
    commit(this.#folderOf("publisher"), "Release");
  }

  /** Prepares the builds of the next pipeline. */
  prepare(version: string, updates: Readonly<Record<string, number>> = {}): Promise<void> {
    return prepareBuilds(this.#folderOf("builder"), version, updates);
  }

  /** Ends the builder's pipeline: GitLab has its jobs with their logs. Returns the start of a pipeline of the other project. */
  async finished(version: string): Promise<Start> {
    this.#pipeline += 1;
    const folder = path.join(this.#folderOf("builder"), ".gitlab-ci-local/output");
    const head = headOf(this.#folderOf("builder"));
    for (const file of await readdir(folder)) {
      const trace = await readFile(path.join(folder, file), "utf8");
      const id = Number(/^job (\d+)$/m.exec(trace)?.[1]);
      // gitlab-ci-local writes IA for a blank in a file's name
      const name = file.replace(/\.log$/, "").replaceAll("IA", " ");
      this.builder.jobs.push({ id, pipeline: this.#pipeline, name, status: "success", commit: head, trace });
    }
    const variables = { CLOUD_IMAGES_BUILD_PIPELINE: `${this.#pipeline}`, CLOUD_IMAGES_BUILD_VERSION: version };
    return { source: "pipeline", variables };
  }

  #folderOf(name: Project): string {
    return path.join(this.folder, name);
  }

  /** Writes the stacks' files into a checkout. `places`: where they say that the tree is. */
  async writeStacks(
    checkout = this.#folderOf("publisher"),
    places = { root: this.tree, staging: this.staging },
  ): Promise<void> {
    const shared = {
      ...{ role: "publication", suite: "trixie", expect, now: this.#today, security: this.#archive.settings },
      mirror: { ...places, url: this.#web.url },
    };
    const builds = { gitlab: this.builder.url, project: this.builder.path, ref: "main" };
    const announce = { salsa: { gitlab: { url: this.publisher.url, project: this.publisher.path } } };
    const file = (stack: string): string => path.join(checkout, `Pulumi.${stack}.yaml`);
    const daily = {
      channel: "daily",
      artifacts: path.join(this.folder, "arrived"),
      dailyPublish: "always",
      builds,
      announce,
    };
    await writeStackFile(file(stacks.daily), { ...shared, ...daily });
    const release = { channel: "release", release: { mode: "propose" }, publish: this.#release, builds, announce };
    await writeStackFile(file(stacks.release), { ...shared, ...release });
  }
}
