import { cp, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { members } from "../engine/world/machine.ts";
import { first, publishedWorld, second } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import type { World } from "../engine/world/world.ts";
import { FaultyServer } from "../peers/faulty-server.ts";
import { GitlabProject } from "../peers/gitlab-project.ts";

/** `npm run announce` over the tree of a real run. A program of the test is told, and writes down what arrived. */

const heard = (world: World): string => path.join(world.folder, "heard");

/** What arrived, in order. */
async function arrived(world: World): Promise<string[]> {
  const lines = (await readFile(heard(world), "utf8").catch(() => "")).split("\n");
  return lines.filter((line) => line !== "");
}

/** The channel has one way, a shell's script. It tells somebody, and then does `after`. */
const tellBy = (world: World, after = ""): void => {
  const script = `echo "$CLOUD_IMAGES_EVENT" >> "${heard(world)}"; cat > "${heard(world)}.text"; ${after}`;
  world.configure({ announce: { people: { events: ["published", "withdrawn"], command: ["sh", "-c", script] } } });
};

test("two commands at the same moment, of two stacks, tell people once", async () => {
  const world = await publishedWorld(1, "small");
  tellBy(world, "sleep 1");
  const other = await world.beside("other", {});
  tellBy(other, "sleep 1");
  other.stack = "other";
  const said = await Promise.all([world.announce(), other.announce()]);
  for (const each of said) expectExit(each, 0);
  expect(await arrived(world)).toEqual([`published ${first}`]);
});

test("a program that fails after it told people is not run again, until a person says so", async () => {
  const world = await publishedWorld(1, "small");
  tellBy(world, "exit 1");
  expectExit(await world.announce(), 1);
  const again = await world.announce();
  expectExit(again, 1);
  expect(textOf(again)).toContain("--retry");
  expect(await arrived(world)).toEqual([`published ${first}`]);
  tellBy(world);
  expectExit(await world.announce(["--retry"]), 0);
  expectExit(await world.announce(), 0);
  expect(await arrived(world)).toEqual([`published ${first}`, `published ${first}`]);
});

test("a version whose announcement was killed and that was withdrawn then: its withdrawal is told, once", async () => {
  const world = await publishedWorld(2, "small");
  tellBy(world, `case "$CLOUD_IMAGES_EVENT" in *${second}*) kill -9 $PPID ;; esac`);
  await world.announce();
  expect(await arrived(world)).toEqual([`published ${first}`, `published ${second}`]);
  world.configure({ withdraw: { [second]: "it does not boot" } });
  expectExit(await world.up(), 0);
  tellBy(world);
  expectExit(await world.announce(), 0);
  const withdrawn = members.map((member) => `withdrawn ${second}/${member}`).join(", ");
  expect(await arrived(world)).toEqual([`published ${first}`, `published ${second}`, withdrawn]);
  expectExit(await world.announce(), 0);
  expect(await arrived(world)).toHaveLength(3);
});

test("while readers get an older index, people are told neither of what was withdrawn since, nor that it was", async () => {
  const world = await publishedWorld(1, "small");
  const old = path.join(world.folder, "cached");
  await cp(world.tree, old, { recursive: true, verbatimSymlinks: true });
  const cache = await FaultyServer.over(old);
  onTestFinished(() => cache.close());
  world.url = cache.url;
  tellBy(world);
  world.configure({ withdraw: { [first]: "it does not boot" } });
  expectExit(await world.up(), 0);
  const behind = await world.announce();
  expectExit(behind, 3);
  expect(textOf(behind)).toContain("readers get an older index");
  expect(await arrived(world)).toEqual([]);

  await rm(old, { recursive: true });
  await cp(world.tree, old, { recursive: true, verbatimSymlinks: true });
  expectExit(await world.announce(), 0);
  expect((await arrived(world)).map((line) => line.split(" ")[0])).toEqual(["withdrawn"]);
});

test("before readers get the channel's first index, people are told nothing", async () => {
  const world = await publishedWorld(1, "small");
  const served = path.join(world.folder, "served");
  await mkdir(served);
  const server = await FaultyServer.over(served);
  onTestFinished(() => server.close());
  world.url = server.url;
  tellBy(world);
  const early = await world.announce();
  expectExit(early, 3);
  expect(await arrived(world)).toEqual([]);

  await cp(world.tree, served, { recursive: true, verbatimSymlinks: true });
  expectExit(await world.announce(), 0);
  expect(await arrived(world)).toEqual([`published ${first}`]);
});

test("a version is one release at GitLab, also if its answer was lost, and its withdrawal is written above the text once", async () => {
  const project = await GitlabProject.start("cloud-team/images", "token-of-a-job");
  vi.stubEnv("CI_JOB_TOKEN", project.token);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await project.end();
  });
  const world = await publishedWorld(1, "small");
  world.configure({ announce: { salsa: { gitlab: { url: project.url, project: project.path } } } });
  project.loseNextAnswer = true;
  expectExit(await world.announce(), 1);
  expectExit(await world.announce(), 0);
  expect(project.releases.map(({ tag_name: tag }) => tag)).toEqual([`${world.stack}/${first}`]);

  world.configure({ withdraw: { [`${first}/ec2/arm64`]: "no network" } });
  expectExit(await world.up(), 0);
  expectExit(await world.announce(), 0);
  expect(project.releases.map(({ name }) => name)).toEqual([expect.stringMatching(/^Withdrawn in part: Debian 13/)]);

  world.configure({ withdraw: { [`${first}/ec2/arm64`]: "no network", [first]: "it does not boot" } });
  expectExit(await world.up(), 0);
  for (let times = 0; times < 2; times += 1) expectExit(await world.announce(), 0);
  const [release, ...others] = project.releases;
  expect(others).toEqual([]);
  expect(release?.name).toMatch(/^Withdrawn: Debian 13/);
  expect(release?.description).toMatch(/Reason: it does not boot[^]*Reason: no network[^]*Published on 2026-07-01/);
  expect(release?.description.match(/it does not boot/g)).toHaveLength(1);
});

test("a mail is handed over whole, to a program that answers only later as well", async () => {
  const world = await publishedWorld(1, "small");
  const command = ["sh", "-c", `cat > "${heard(world)}.mail"; sleep 1; echo >> "${heard(world)}"`];
  const mail = { from: "Team <team@example.org>", to: "list@example.org", command };
  world.configure({ announce: { list: { mail } } });
  expectExit(await world.announce(), 0);
  const [headers = "", ...body] = (await readFile(`${heard(world)}.mail`, "utf8")).split("\n\n");
  expect(headers).toContain("To: list@example.org\nSubject: Debian 13 (trixie) cloud images: daily");
  expect(headers).toContain(`Message-ID: <published.${first}.${world.stack}@cloud-images>`);
  expect(body.join("\n")).toContain("Published on 2026-07-01");
});
