import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseDocument } from "yaml";
import { parseBuildFile } from "../images/files.ts";
import { tree } from "../images/layout.ts";
import { ifPresent } from "../storage/fault.ts";
import { columns } from "../images/columns.ts";
import { devStack } from "./engine/options.ts";
import type { Publications } from "./publications.ts";
import { main as makeSamples } from "./sample.ts";
import { WrongUse } from "./setup/errors.ts";
import { project } from "./setup/folders.mjs";
import { up } from "./up/up.ts";
import { dev } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

const devFolder = path.join(project, ".dev");
const sampleFolder = path.join(devFolder, "artifacts");
const treeFolder = path.join(devFolder, "tree");

/** Publishes builds into a tree on this machine, sample ones when it is given none, and says where to look. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(dev, args);
  const configFile = values.artifacts === undefined ? null : await configFor(path.resolve(values.artifacts));
  if (values.artifacts === undefined && !(await holdsBuilds(sampleFolder))) {
    const code = await makeSamples(["--out", sampleFolder]);
    if (code !== 0) return code;
  }
  const { code, after } = await up({ stack: devStack, configFile, refresh: false, rest: [] });
  console.log(`\n${columns(whereToLook(after)).join("\n")}`);
  return code;
}

async function holdsBuilds(folder: string): Promise<boolean> {
  const names = (await ifPresent(readdir(folder))) ?? [];
  return names.some((name) => parseBuildFile(name) !== undefined);
}

/** The dev stack's configuration with another folder of builds, in a file of its own. */
async function configFor(artifacts: string): Promise<string> {
  if (!(await holdsBuilds(artifacts)))
    throw new WrongUse(
      `--artifacts ${artifacts}: expected a folder with builds of debian-cloud-images (NAME.build.json)`,
    );
  const document = parseDocument(await readFile(path.join(project, `Pulumi.${devStack}.yaml`), "utf8"));
  document.setIn(["config", "cloud-images:artifacts"], artifacts);
  const file = path.join(devFolder, `Pulumi.${devStack}.yaml`);
  await mkdir(devFolder, { recursive: true });
  await writeFile(file, document.toString());
  return file;
}

function whereToLook({ publications }: Publications): string[][] {
  const places = publications.flatMap(({ facts }) => [
    ["tree", shown(tree.channel(facts))],
    ["latest", `${shown(tree.latest(facts))}/`],
    ["index", shown(tree.index(facts))],
  ]);
  return [...places, ["explain", "npm run explain"], ["next", "npm run sample -- --version YYYYMMDD-N && npm run dev"]];
}

/** As a person would type it. */
const shown = (below: string): string => path.relative(process.cwd(), path.join(treeFolder, below));
