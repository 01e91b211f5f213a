import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildFile, buildName } from "../../images/tree/files.ts";
import type { Member } from "../../images/model/image.ts";
import { buildAnnotations, parseBuild } from "../../images/builds/manifest.ts";
import { pythonJson } from "../../images/formats/python-json.ts";
import { memberNamed, version } from "../samples/samples.ts";
import { Gitlab, log } from "../peers/gitlab.ts";
import { look } from "../engine/outside/outsider.ts";
import { first, second } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import { World } from "../engine/world/world.ts";

const project = "cloud-team/debian-cloud-images";
const token = "glpat-" + "k3J9xQ7bW2mZ".repeat(2);
const fileOf = (world: World, set: string, member: string, ending: string): string =>
  world.path(set, `debian-13-${member.replace("/", "-")}-daily-${set}.${ending}`);

test("a build's log is kept beside its image; one with a secret is withheld, and this is said; a GitLab that is down stops nothing", async () => {
  const gitlab = await Gitlab.start();
  onTestFinished(() => gitlab.end());
  const world = await World.ofTest({ builds: { gitlab: gitlab.url } }, "small");
  await world.arrive(first);
  await nameJob(world, first, "ec2/amd64", gitlab.job(project, 1, log("\u001b[32mbuilt\u001b[0m\n")));
  const leaky = gitlab.job(project, 2, log(`one\n$ push --password=${token}\n`));
  await nameJob(world, first, "ec2/arm64", leaky);
  await nameJob(world, first, "raspi/arm64", `${gitlab.url}/${project}/-/jobs/3`);

  const said = await world.up();
  expectExit(said, 0);
  const leak = "line 2 looks like a GitLab token; revoke it";
  expect(textOf(said)).toContain(`debian-13-ec2-arm64-daily-${first}: the log of ${leaky} is not published: ${leak}`);
  expect(textOf(said)).not.toContain(token);

  expect(await readFile(fileOf(world, first, "ec2/amd64", "log"), "utf8")).toBe("built\n");
  expect(await logsOf(world, first)).toEqual([`debian-13-ec2-amd64-daily-${first}.log`]);
  expect(await toldIn(world, first)).toEqual({
    "ec2/amd64": null,
    "ec2/arm64": leak,
    "raspi/arm64": `${new URL(gitlab.url).host} answered 404`,
  });
  expect(await readFile(fileOf(world, first, "ec2/amd64", "sources"), "utf8")).toMatch(/^adduser \S+\n/m);
  expect(await readFile(world.path(first, "SHA512SUMS"), "utf8")).not.toMatch(/\.(log|sources)$/m);
  expect((await world.explain(`${first}/ec2/arm64`)).stdout).toContain(`not kept: ${leak}`);
  const kept = await readdir(world.mirror, { recursive: true, withFileTypes: true });
  const texts = kept.filter((entry) => entry.isFile() && !/\.(xz|raw|qcow2)$/.test(entry.name));
  for (const { parentPath, name } of texts) {
    expect(await readFile(path.join(parentPath, name), "utf8"), name).not.toContain(token);
  }

  await gitlab.end();
  world.day("2026-07-02");
  await world.arrive(second, ["ec2/amd64", "ec2/arm64"]);
  await nameJob(world, second, "ec2/amd64", `${gitlab.url}/${project}/-/jobs/4`);
  expectExit(await world.up(), 0);
  expect(await toldIn(world, second)).toEqual({
    "ec2/amd64": expect.stringContaining("could not be read (ECONNREFUSED)") as string,
    "ec2/arm64": `its job is none of ${gitlab.url}`,
  });
  expect(await world.settledProblems()).toEqual([]);
});

/** Writes a job into the manifest of a build that arrived. */
async function nameJob(world: World, set: string, member: Member, job: string): Promise<void> {
  const name = buildName({ suite: "trixie", version: version(set), ...memberNamed(member) });
  const file = buildFile(path.join(world.artifacts, name), "json");
  const build = parseBuild(await readFile(file, "utf8"), file);
  build.metadata.annotations[buildAnnotations.job] = job;
  await writeFile(file, pythonJson(build));
}

const logsOf = async (world: World, set: string): Promise<string[]> =>
  (await readdir(world.path(set))).filter((name) => name.endsWith(".log"));

/** By member: why there is no log. Expects the same in the set's record and in the index. */
async function toldIn(world: World, set: string): Promise<Record<string, string | null>> {
  const { channels } = await look(world.tree);
  const [channel] = channels.filter(({ directory }) => directory === "trixie/daily");
  const inIndex = channel?.index?.sets.find((each) => each.version === set)?.images ?? [];
  const inRecord = channel?.sets.get(set)?.record.images ?? [];
  expect(inIndex.map(({ name, build }) => [name, build]).toSorted()).toEqual(
    inRecord.map(({ name, build }) => [name, build]).toSorted(),
  );
  return Object.fromEntries(inRecord.map(({ vendor, arch, build }) => [`${vendor}/${arch}`, build.noLog]));
}
