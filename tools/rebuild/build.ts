import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { parseBuild, type Build } from "../../images/builds/manifest.ts";
import { UserError } from "../../images/model/errors.ts";
import { imageName, type Image } from "../../images/model/image.ts";
import type { Way } from "../../images/rebuilds/way.ts";
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

/** Throws a UserError if the image cannot be built again here. Asked before anything is emptied or fetched. */
export function requireBuilder({ image, way }: Pick<Published, "image" | "way">): void {
  if (way.by === "nobody") throw cannot(image, way.why, remedies.nobody);
  if (way.by === "recipe") return;
  const missing = needs(way.program).filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) throw cannot(image, `${missing.join(" and ")}: not on PATH`, remedies.missing);
}

const needs = (program: string): string[] => [program, ...(program === "debian-cloud-images" ? ["fai-diskimage"] : [])];

const remedies = {
  nobody: "name the builder in the vendor's row of the stack's file (docs/rebuild.md), or build it by hand",
  missing: "install it where this command runs: docs/rebuild.md says how, step by step",
};

/** Builds the image again, into `folder`. `archive`: where a recipe gets its packages. Throws a UserError if that fails. */
export async function buildAgain(published: Published, folder: string, archive: string | undefined): Promise<Rebuilt> {
  const { image, way } = published;
  if (way.by === "nobody") throw cannot(image, way.why, remedies.nobody);
  const base =
    way.by === "recipe"
      ? await makeBootable(image, folder, { archive, again: `again ${Date.now()}`, preset: 0 })
      : await buildBy(way, image, folder);
  const manifest = buildFile(base, "json");
  return { build: parseBuild(await readFile(manifest, "utf8"), manifest), archive: await archiveAt(base) };
}

async function buildBy({ program, args }: Extract<Way, { by: "builder" }>, image: Image, folder: string) {
  const found = findProgram(program);
  if (found === undefined) throw cannot(image, `${program}: not on PATH`, remedies.missing);
  const { ok, output } = await runFile(found, [...args, "--output", folder], { timeout: patience });
  if (!ok) throw cannot(image, `${program} failed: ${output.slice(-2000)}`, "see its output");
  const [built] = (await findBuilds(folder))?.builds ?? [];
  if (built === undefined) throw cannot(image, `${program} left no build`, `see what is in ${path.resolve(folder)}`);
  return built.source;
}

/** debian-cloud-images leaves a tar, which its CI compresses; another builder may do so itself. */
async function archiveAt(base: string): Promise<string> {
  const [compressed, plain] = [buildFile(base, "tar.xz"), `${base}.tar`];
  return access(plain).then(
    () => plain,
    () => compressed,
  );
}

const cannot = (image: Image, value: string, remedy: string): UserError =>
  new UserError({ where: imageName(image), value, expected: "an image that can be built again here", remedy });
