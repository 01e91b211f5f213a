import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { copyFolder } from "../engine/world/copy-folder.ts";
import { first, publishedWorld, second } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import { setsOf } from "../engine/outside/views.ts";
import { World } from "../engine/world/world.ts";
import { AwsStandIn } from "../peers/aws/server.ts";

/** A restore of the state or of the tree ends as docs/state.md says. */

test("a state of yesterday is brought up to date by the next run, and nothing public changes", async () => {
  const world = await publishedWorld(1);
  const file = path.join(world.folder, "state.json");
  expectExit(await world.pulumi(() => ["stack", "export", "--stack", "dev", "--file", file]), 0);
  world.day("2026-07-02");
  await world.arrive(second);
  expectExit(await world.up(), 0);
  const tree = await world.fingerprint();
  await world.removeArtifacts();
  expectExit(await world.pulumi(() => ["stack", "import", "--stack", "dev", "--file", file]), 0);
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(tree);
  expect(await world.settledProblems()).toEqual([]);
});

/** A world in which two sets were published, and then the tree of the first day was brought back. */
async function treeOfYesterday(): Promise<{ world: World; backup: Map<string, string> }> {
  const world = await publishedWorld(1);
  const backup = path.join(world.folder, "backup");
  // as a backup does, with its times
  await copyFolder(world.mirror, backup);
  const fingerprint = await world.fingerprint();
  world.day("2026-07-02");
  await world.arrive(second);
  expectExit(await world.up(), 0);
  await copyFolder(backup, world.mirror);
  return { world, backup: fingerprint };
}

test("a tree of yesterday gets today's set again from its builds, by --refresh", async () => {
  const { world } = await treeOfYesterday();
  const plain = await world.up();
  expectExit(plain, 1);
  expect(textOf(plain)).toContain("npm run up -- --refresh");
  expectExit(await world.up(["--refresh"]), 0);
  expect(await setsOf(world)).toEqual([first, second]);
  expect(await world.settledProblems()).toEqual([]);
  expect((await world.upWatched()).deeds).toEqual([]);
});

test("a tree of yesterday stays as it is where today's builds are gone: a state that knows more is refused, and goes on from the tree by --refresh", async () => {
  const { world, backup } = await treeOfYesterday();
  await world.removeArtifacts();
  expectExit(await world.up(), 1);
  expect(await world.fingerprint()).toEqual(backup);
  expectExit(await world.up(["--refresh"]), 0);
  expect(await setsOf(world)).toEqual([first]);
  expect(await world.settledProblems()).toEqual([]);
  expect((await world.upWatched()).deeds).toEqual([]);
});

test("a tree that is gone, or not mounted, is no empty one: a run is refused with a state that knows images, and a copy of a mirror goes on", async () => {
  const world = await publishedWorld(1);
  const tree = await world.fingerprint();
  const mirror = path.join(world.folder, "copy-of-a-mirror");
  await cp(world.tree, mirror, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  for (const lost of [world.tree, world.staging]) await rm(lost, { recursive: true });
  await world.removeArtifacts();
  for (const args of [[], ["--refresh"]]) {
    const refused = await world.up(args);
    expectExit(refused, 1);
    expect(textOf(refused)).toContain("no record of any image");
  }
  await rm(world.tree, { recursive: true, force: true });
  await cp(mirror, world.tree, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(tree);
  expect(await world.settledProblems()).toEqual([]);
});

const [account, region] = ["903794441882", "eu-west-1"] as const;

test("tree and state are lost, and AWS has the images: none is touched, and builds of the same bytes find them again", async () => {
  const { world, images, ids } = await publishedAtAws();
  const [published, named] = [images(), ids()];
  expect(published).toHaveLength(2);

  for (const lost of [world.tree, world.staging, world.state]) await rm(lost, { recursive: true });
  for (const empty of [world.tree, world.state]) await mkdir(empty, { recursive: true });
  const builds = path.join(world.folder, "builds");
  await cp(world.artifacts, builds, { recursive: true });
  await world.removeArtifacts();
  expectExit(await world.up(), 0);
  expect(images()).toEqual(published);

  await cp(builds, world.artifacts, { recursive: true });
  expectExit(await world.up(), 0);
  expect(ids()).toEqual(named);
  expect(images()).toEqual(published);
  expect(await world.settledProblems()).toEqual([]);
});

test("tree and state are lost, and a mirror's copy of the public tree comes back: AWS keeps its images, and the run goes on", async () => {
  const { world, images, ids } = await publishedAtAws();
  const [tree, published, named] = [await world.fingerprint(), images(), ids()];

  const mirror = path.join(world.folder, "copy-of-a-mirror");
  await cp(world.tree, mirror, { recursive: true, verbatimSymlinks: true });
  for (const lost of [world.tree, world.staging, world.state]) await rm(lost, { recursive: true });
  await mkdir(world.state);
  await world.removeArtifacts();
  await cp(mirror, world.tree, { recursive: true, verbatimSymlinks: true });
  expectExit(await world.up(), 0);
  expect([images(), ids()]).toEqual([published, named]);
  expect(await world.fingerprint()).toEqual(tree);
  expect(await world.settledProblems()).toEqual([]);
});

/** A world whose set is public in a region of AWS: the names of its images there, and their ids. */
async function publishedAtAws() {
  const standIn = await awsOfOurs();
  const world = await World.ofTest({ expect: { required: ["ec2/*"], bestEffort: [] } });
  world.configure({ targets: { aws: { account, profile: "daily", home: region, regions: [region], bestEffort: [] } } });
  await world.arrive(first, ["ec2/amd64", "ec2/arm64"]);
  expectExit(await world.up(), 0);
  const there = () => standIn.cloud.of(account, region).images;
  return {
    world,
    images: () => [...there().values()].map((image) => [image.name, image.public]),
    ids: () => [...there().keys()],
  };
}

async function awsOfOurs(): Promise<AwsStandIn> {
  const standIn = await AwsStandIn.start();
  standIn.cloud.accounts.set("OWN", account);
  standIn.cloud.slowness = { imageHidden: 0, imagePending: 0 };
  standIn.cloud.letShare(account, region);
  standIn.cloud.optIn.set(region, "opted-in");
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-aws-"));
  const file = path.join(folder, "credentials");
  await writeFile(file, "[daily]\naws_access_key_id = OWN\naws_secret_access_key = s\n", { mode: 0o600 });
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", file);
  vi.stubEnv("AWS_ENDPOINT_URL", standIn.url);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await standIn.end();
    await rm(folder, { recursive: true });
  });
  return standIn;
}
