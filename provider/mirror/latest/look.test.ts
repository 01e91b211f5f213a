import { chmod, mkdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { memberOf } from "../../../images/model/image.ts";
import type { Properties } from "../../../provider-sdk/provider.ts";
import { dailyOf, first, latestUrn, makeWorld, publish, second, type World } from "../world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
  await publish(world, dailyOf(first));
  await publish(world, dailyOf(second));
  await writeFile(join(channel(), "index.json"), "");
});
afterAll(() => world.end());

const channel = (): string => join(world.tree, "trixie", "daily");
const latest = (name = ""): string => join(channel(), "latest", name);
const qcow2 = "debian-13-genericcloud-amd64-daily.qcow2";
const inputs: Properties = { suite: "trixie", channel: "daily", families: { [memberOf(dailyOf(second))]: second } };
const point = async (): Promise<Properties> => (await world.provider.create(latestUrn, inputs)).outputs;

/** A preview's findings for a pointer with unchanged inputs. */
const found = async (outputs: Properties): Promise<string> => {
  world.said.length = 0;
  await world.provider.diff(latestUrn, outputs, inputs);
  return world.said.join();
};

async function bend(target: string): Promise<void> {
  await rm(join(channel(), "latest"));
  await symlink(target, join(channel(), "latest"));
}

test.each<[string, () => Promise<unknown>, string]>([
  ["gone", () => rm(join(channel(), "latest")), "latest is missing"],
  ["bent to an older version", () => bend(first), `latest leads to ${first} instead of latest-${second}.`],
  ["bent out of the tree", () => bend("/etc"), "latest leads to /etc instead"],
  ["dangling", () => bend("nowhere"), "latest leads to nowhere instead"],
  ["a link to itself", () => bend("latest"), "latest leads to latest instead"],
  ["bent to a file", () => bend("index.json"), "latest leads to index.json instead"],
  [
    "without its directory",
    async () => rm(join(channel(), await readlink(join(channel(), "latest"))), { recursive: true }),
    "which is missing",
  ],
  ["lacking a name", () => rm(latest(qcow2)), `latest/${qcow2} is missing`],
  ["lying in its checksums", () => writeFile(latest("SHA512SUMS"), "x"), "latest/SHA512SUMS has other content"],
  ["holding something else", () => writeFile(latest("theirs"), ""), "latest/theirs is not ours"],
  ["holding a folder", () => mkdir(latest("theirs")), "latest/theirs is not ours"],
  ["closed", () => chmod(latest(), 0o700), "has mode 700 instead of 755"],
  ["beside one left over", () => mkdir(join(channel(), `latest-${first}.7`)), `latest-${first}.7 is left over`],
])("a pointer that is %s: seen without a refresh, named, and led back", async (_case, spoil, finding) => {
  const outputs = await point();
  expect(await found(outputs)).toBe("");
  await spoil();
  expect(await found(outputs)).toContain(finding);
  const again = await world.provider.update(latestUrn, outputs, inputs);
  expect(await readlink(latest(qcow2))).toMatch(second);
  expect(await readFile(latest("SHA512SUMS"), "utf8")).toMatch(qcow2);
  expect(await found(again)).toBe("");
});

test("a directory in the pointer's place is refused in clear words, in a refresh too", async () => {
  const outputs = await point();
  await rm(join(channel(), "latest"));
  await mkdir(join(channel(), "latest"));
  onTestFinished(() => rm(join(channel(), "latest"), { recursive: true }));
  expect(await found(outputs)).toContain("latest is no symbolic link");
  const refused = `${join(channel(), "latest")}: expected a symbolic link, or nothing; move it away`;
  await expect(world.provider.update(latestUrn, outputs, inputs)).rejects.toThrow(refused);
  await expect(world.provider.read(latestUrn, { id: "", outputs, inputs: {} })).rejects.toThrow(refused);
});
