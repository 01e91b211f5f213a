import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { parseBuild, type Build } from "../../images/builds/manifest.ts";
import { UserError } from "../../images/model/errors.ts";
import { imageName } from "../../images/model/image.ts";
import { buildFile } from "../../images/tree/files.ts";
import { findBuilds } from "../../storage/artifacts/builds.ts";
import { makeBootable } from "../sample/bootable/make.ts";
import { runFile } from "../setup/bootstrap/progress.mjs";
import { findProgram } from "../../storage/programs/search.mjs";
import type { Published } from "./published.ts";

/** Milliseconds: FAI installs a Debian system and makes a disk of it. */
const patience = 3 * 3_600_000;

interface Rebuilt {
  build: Build;
  /** Path of the image's archive. */
  archive: string;
}

/** Builds the image again, into `folder`. `archive`: where a recipe gets its packages. Throws a UserError if that is impossible here. */
export async function buildAgain(published: Published, folder: string, archive: string | undefined): Promise<Rebuilt> {
  const { image, way } = published;
  if (way.by === "nobody") throw cannot(published, way.why, "build it by hand: docs/rebuild.md");
  const base =
    way.by === "recipe"
      ? await makeBootable(image, folder, { archive, again: `again ${Date.now()}`, preset: 0 })
      : await buildByFai(published, way.args, folder);
  const manifest = buildFile(base, "json");
  return { build: parseBuild(await readFile(manifest, "utf8"), manifest), archive: await archiveAt(base) };
}

async function buildByFai(published: Published, args: readonly string[], folder: string): Promise<string> {
  const program = findProgram("debian-cloud-images");
  if (program === undefined || findProgram("fai-diskimage") === undefined)
    throw cannot(
      published,
      "debian-cloud-images or FAI is not installed here",
      "docs/rebuild.md says how, step by step",
    );
  const { ok, output } = await runFile(program, [...args, "--output", folder], { timeout: patience });
  if (!ok) throw cannot(published, `debian-cloud-images failed: ${output.slice(-2000)}`, "see its output");
  const [built] = (await findBuilds(folder))?.builds ?? [];
  if (built === undefined)
    throw cannot(published, "debian-cloud-images left no build", `see what is in ${path.resolve(folder)}`);
  return built.source;
}

/** debian-cloud-images leaves a tar, which its CI compresses. */
async function archiveAt(base: string): Promise<string> {
  const [compressed, plain] = [buildFile(base, "tar.xz"), `${base}.tar`];
  return access(plain).then(
    () => plain,
    () => compressed,
  );
}

const cannot = ({ image }: Published, value: string, remedy: string): UserError =>
  new UserError({ where: imageName(image), value, expected: "an image that can be built again here", remedy });
