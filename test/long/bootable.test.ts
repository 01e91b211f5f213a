import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { z } from "zod";
import { runCommand, runProgram } from "../engine/command/command.ts";
import { World } from "../engine/world/world.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";

const version = "20260630-2525";
const name = `debian-12-generic-amd64-daily-${version}`;
if (!isRoot()) console.warn("NOT TESTED: a bootable image, which only root can install");

const manifestSchema = z.object({
  items: z.tuple(
    [z.object({ data: z.object({ packages: z.array(z.object({ name: z.string(), version: z.string() })) }) })],
    z.object({ data: z.object({ ref: z.string() }) }),
  ),
});

it.runIf(isRoot())(
  "a real Debian that boots is published, with its true packages",
  async () => {
    const world = await World.ofTest({ suite: "bookworm", expect: { required: ["generic/amd64"], bestEffort: [] } });
    const sample = ["sample", "--bootable", "--suite", "bookworm", "--version", version, "--out", world.artifacts];
    expect(await runCommand(sample, process.env)).toMatchObject({ exitCode: 0 });

    expect(await world.up()).toMatchObject({ exitCode: 0 });
    expect(await world.publicProblems()).toEqual([]);

    const qcow2 = world.path("latest", "debian-12-generic-amd64-daily.qcow2");
    expect(await runProgram("qemu-img", ["check", qcow2], process.env)).toMatchObject({ exitCode: 0 });
    const raw = world.path(version, `${name}.raw`);
    expect(
      await runProgram("qemu-img", ["compare", "-f", "raw", "-F", "qcow2", raw, qcow2], process.env),
    ).toMatchObject({
      exitCode: 0,
    });

    const [build] = manifestSchema.parse(JSON.parse(await readFile(world.path(version, `${name}.json`), "utf8"))).items;
    const listed = build.data.packages.map((each) => `${each.name.replace(/:.*/, "")} ${each.version}`);
    expect(listed).toEqual(await installed(world.path(version, `${name}.dpkg-status`)));
    expect(listed.join("\n")).toMatch(/^linux-image-[0-9.]+/m);
  },
  30 * 60_000,
);

/** Names and versions that dpkg had written, in its order. */
async function installed(dpkgStatus: string): Promise<string[]> {
  const text = await readFile(dpkgStatus, "utf8");
  return text
    .split("\n\n")
    .filter((paragraph) => /^Status: .* installed$/m.test(paragraph))
    .map((paragraph) => `${field(paragraph, "Package")} ${field(paragraph, "Version")}`);
}

const field = (paragraph: string, key: string): string => new RegExp(`^${key}: (.*)$`, "m").exec(paragraph)?.[1] ?? "";
