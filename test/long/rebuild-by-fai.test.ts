import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { rebuiltSchema } from "../../images/rebuilds/rebuilt.ts";
import { findProgram } from "../../storage/programs/search.mjs";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { runFile } from "../../tools/setup/bootstrap/progress.mjs";
import { installFromDebian } from "../../tools/setup/programs.ts";
import { expectExit } from "../engine/command/said.ts";
import { World } from "../engine/world/world.ts";
import { settings, writeBuilder } from "../peers/fai/builder.ts";

/** FAI makes its disk on a loop device. */
const isPossible = isRoot() && existsSync("/dev/loop-control") && findProgram("apt-get") !== undefined;
if (!isPossible) console.warn("NOT TESTED: an image that FAI builds again, which takes root, apt-get and loop devices");

/** The initramfs holds the times at which its files were made; the others name the file system's random id. */
const mayDiffer = /^differs (?:boot\/initrd\.img-.*|boot\/grub\/grub\.cfg|etc\/fstab)$/;

test.runIf(isPossible)(
  "an image that FAI built, as docs/own-images.md says, is built again by its vendor's builder: the same packages, and all files but three",
  async () => {
    await installFromDebian(["fai-server", "fai-setup-storage", "udev"]);
    // the bytes are not of interest, and xz takes most of the time
    vi.stubEnv("XZ_OPT", "-0");
    const now = new Date().toISOString().slice(0, 10);
    const version = `${now.replaceAll("-", "")}-2600`;
    const image = `debian-13-mycloud-amd64-daily-${version}`;
    const world = await World.ofTest({ ...settings, now }, "small");
    const bin = path.join(world.folder, "bin");
    const program = await writeBuilder(bin);
    const built = await runFile(
      program,
      [
        ...["build", "trixie", "mycloud", "amd64", "--build-id", "mycloud", "--build-type", "official"],
        ...["--version", "2600", "--version-date", now, "--output", world.artifacts],
      ],
      { timeout: 60 * 60_000 },
    );
    expect(built.ok, built.output.slice(-4000)).toBe(true);
    expectExit(await world.up(), 0);

    vi.stubEnv("PATH", `${bin}:${process.env["PATH"] ?? ""}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const out = path.join(world.folder, "again");
    const said = await world.rebuild(image, "--out", out);
    expectExit(said, 0);
    expect(await readFile(path.join(out, "packages.txt"), "utf8")).toBe("");

    const { rebuilds } = rebuiltSchema.parse(JSON.parse(await readFile(world.path("rebuilt.json"), "utf8")));
    expect(rebuilds).toMatchObject([{ image, packages: { counts: { changed: 0, missing: 0, added: 0 } } }]);
    expect(rebuilds[0]?.packages.same).toBeGreaterThan(100);
    expect(rebuilds[0]?.files?.same).toBeGreaterThan(5000);
    const named = (await readFile(path.join(out, "files.txt"), "utf8")).trim().split("\n");
    expect(named.filter((line) => !mayDiffer.test(line))).toEqual([]);
    expect(await world.publicProblems()).toEqual([]);
  },
);
