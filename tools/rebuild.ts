import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Build } from "../images/builds/manifest.ts";
import { describeProblem, UserError } from "../images/model/errors.ts";
import { dayOfDate, type Day } from "../images/model/day.ts";
import { imageName, parseImageName, type Image } from "../images/model/image.ts";
import { compare, type Comparison } from "../images/rebuilds/compare.ts";
import { kept, verdictWords, type Rebuild } from "../images/rebuilds/rebuilt.ts";
import { explainFault, hasCode } from "../storage/files/fault.ts";
import { addRebuild } from "../storage/tree/remarks/add-rebuild.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { archiveOf, type Archive } from "./rebuild/archive.ts";
import { buildAgain, requireBuilder } from "./rebuild/build.ts";
import { explainDifferences } from "./rebuild/diffoscope.ts";
import { readPublished, type Published } from "./rebuild/published.ts";
import { extractRoot, filesOf } from "./rebuild/root-files.ts";
import { requireRoot } from "./recipes/superuser.ts";
import { project } from "./setup/bootstrap/folders.mjs";
import { alone } from "./up/alone.ts";
import { withProgress } from "./setup/bootstrap/progress.mjs";
import { WrongUse } from "./setup/errors.ts";
import { rebuild as usage } from "./usage/making.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** The exit code if a package differs. */
const otherPackages = 4;

/** Builds a published image again, compares the two, and records the verdict. */
export async function main(args: string[]): Promise<number> {
  const { values, operands } = readArguments(usage, args);
  const image = readImage(operands);
  requireRoot();
  const { stack } = values;
  const settings = readSettings({
    stack,
    configFile: values["config-file"] ?? null,
    backend: backendUrl(stack, process.env),
  });
  const { root: tree, staging } = settings.mirror;
  const places = { tree, staging };
  const today = settings.now === null ? dayOfDate(new Date()) : settings.now;
  const published = await readPublished(places, image, settings.vendors);
  requireBuilder(published);
  const archive = await archiveOf(published, values.archive, today);
  const verdict = await inEmptyFolder(values.out, image, (folder) =>
    rebuildInto(published, { folder, today, archive }),
  );
  await addRebuild(places, image, verdict);
  console.log(`${imageName(image)}: ${verdictWords(verdict)}`);
  for (const left of leftOut(verdict, published)) console.log(`not done: ${left}`);
  const { changed, missing, added } = verdict.packages.counts;
  return changed + missing + added === 0 ? 0 : otherPackages;
}

function leftOut({ files, diffoscope }: Rebuild, { archive }: Published): string[] {
  if (archive === undefined) return ["the files were not compared, since the tree has the published ones no more"];
  if (files === null) return ["the files were not compared, as said above"];
  return diffoscope ? [] : ["diffoscope.txt, which takes diffoscope (apt-get install diffoscope-minimal)"];
}

function readImage([name, ...others]: readonly string[]): Image {
  const image = name === undefined ? undefined : parseImageName(name);
  if (image === undefined || others.length > 0)
    throw new WrongUse(`${[name, ...others].join(" ")}: expected one image's name, as npm run explain prints it`);
  return image;
}

/**
 * Does the work in an empty folder: `out`, or one of the image's own, which is emptied. Two rebuilds of an image take turns there, or
 * one would remove the other's files. Throws `WrongUse` if `out` holds anything, or is none.
 */
export async function inEmptyFolder<Result>(
  out: string | undefined,
  image: Image,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  if (out !== undefined) return work(await emptyFolder(path.resolve(out)));
  const own = path.join(rebuilds, imageName(image));
  return alone(path.join(rebuilds, "locks", imageName(image)), `the rebuild of ${imageName(image)}`, async () => {
    await rm(own, { recursive: true, force: true });
    return work(await emptyFolder(own));
  });
}

const rebuilds = path.join(project, ".dev", "rebuilds");

async function emptyFolder(folder: string): Promise<string> {
  const isTaken = await mkdir(folder, { recursive: true }).then(
    async () => (await readdir(folder)).length > 0,
    (error: unknown) => {
      if (hasCode(error, "EEXIST", "ENOTDIR")) return true;
      throw explainFault(error, folder);
    },
  );
  if (isTaken) throw new WrongUse(`--out ${folder}: expected an empty folder, or a new one`);
  return folder;
}

interface How {
  folder: string;
  today: Day;
  archive: Archive;
}

async function rebuildInto(published: Published, { folder, today, archive }: How): Promise<Rebuild> {
  const { image, way, command } = published;
  const again = await withProgress(`building ${imageName(image)} again`, () =>
    buildAgain(published, folder, archive.url),
  );
  const packages = compare(packagesOf(published.build), packagesOf(again.build));
  await writeNames(path.join(folder, "packages.txt"), packages);
  const looked =
    published.archive === undefined ? undefined : await compareFiles(published.archive, again.archive, folder);
  return {
    image: imageName(image),
    day: today,
    command: way.by === "builder" ? [way.program, ...way.args].join(" ") : (command ?? ""),
    archive: archive.words,
    packages: kept(packages),
    files: looked === undefined ? null : kept(looked.files),
    diffoscope: looked?.diffoscope ?? false,
  };
}

const packagesOf = ({ data: { packages } }: Build): Map<string, string> =>
  new Map(packages.map(({ name, version }) => [name, version]));

/** The packages are compared by now, so files that cannot be read cost no verdict. */
async function compareFiles(published: string, rebuilt: string, folder: string) {
  try {
    return await compareRoots(published, rebuilt, folder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    for (const problem of error.problems) console.error(describeProblem(problem));
    return undefined;
  }
}

async function compareRoots(published: string, rebuilt: string, folder: string) {
  const [before, after] = [path.join(folder, "published"), path.join(folder, "rebuilt")];
  const [old, made] = [await extractRoot(published, before), await extractRoot(rebuilt, after)];
  const files = compare(await filesOf(old), await filesOf(made));
  await writeNames(path.join(folder, "files.txt"), files);
  const diffoscope = await explainDifferences(old, made, path.join(folder, "diffoscope.txt"));
  await rm(before, { recursive: true });
  await rm(after, { recursive: true });
  return { files, diffoscope };
}

/** Writes every name that differs, for people. */
const writeNames = (file: string, { changed, missing, added }: Comparison): Promise<void> =>
  writeFile(
    file,
    [
      ...changed.map((name) => `differs ${name}`),
      ...missing.map((name) => `missing ${name}`),
      ...added.map((name) => `added ${name}`),
    ]
      .map((line) => `${line}\n`)
      .join(""),
  );
