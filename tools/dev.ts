import { once } from "node:events";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { parseBuildFile } from "../images/tree/files.ts";
import { frontPage } from "../images/finder/page.ts";
import { tree } from "../images/tree/layout.ts";
import { compareVersions, type Version } from "../images/model/version.ts";
import { ifPresent } from "../storage/files/fault.ts";
import { columns } from "../images/model/text/columns.ts";
import { cloudsOf, withTrial, type Trial } from "./dev/clouds.ts";
import { configFor } from "./dev/config.ts";
import { cloudFolder, devFolder, sampleFolder, treeFolder } from "./dev/places.ts";
import { removeDev } from "./dev/remove.ts";
import { serveFolder } from "./dev/serve.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { devStack } from "./engine/options.ts";
import type { Publications } from "./publications.ts";
import { main as makeSamples } from "./sample.ts";
import { WrongUse } from "./setup/errors.ts";
import { project } from "./setup/bootstrap/folders.mjs";
import { withProgress } from "./setup/bootstrap/progress.mjs";
import { up } from "./up/up.ts";
import { dev } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Publishes builds into a tree on this machine, by default sample builds, and says where to look. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(dev, args);
  if (values.remove) {
    if (values.artifacts !== undefined || values.with !== undefined || values.down !== undefined || values.serve)
      throw new WrongUse("--remove: expected to be alone");
    return remove();
  }
  const artifacts = values.artifacts === undefined ? undefined : path.resolve(values.artifacts);
  if (artifacts !== undefined && !(await holdsBuilds(artifacts)))
    throw new WrongUse(
      `--artifacts ${artifacts}: expected a folder with builds of debian-cloud-images (NAME.build.json)`,
    );
  if (artifacts === undefined && !(await holdsBuilds(sampleFolder))) {
    const code = await makeSamples(["--out", sampleFolder]);
    if (code !== 0) return code;
  }
  const clouds = await cloudsOf(values.with, cloudFolder);
  if (values.down !== undefined && clouds.length === 0)
    throw new WrongUse(`--down ${values.down}: expected clouds, which --with names`);
  const down = values.down?.split(",") ?? [];
  const code = await withTrial(clouds, { folder: cloudFolder, keeps: true, down }, (trial) =>
    publish(artifacts, trial),
  );
  if (values.serve) await serve();
  return code;
}

async function publish(artifacts: string | undefined, trial: Trial | undefined): Promise<number> {
  const configFile = await configFor(artifacts, trial?.targets);
  const { code, after } = await up({ stack: devStack, configFile, refresh: false, rest: [] });
  for (const [cloud, images] of Object.entries((await trial?.seen()) ?? {})) {
    console.log(`\n${cloud}, as everybody sees it:`);
    console.log(images.length === 0 ? "  nothing" : images.map((image) => `  ${image}`).join("\n"));
  }
  console.log(`\n${columns(whatNext(after, artifacts, trial)).join("\n")}`);
  return code;
}

/** Always the same port if it is free, so that an address in a shell's history stays right. */
const usualPort = 8421;

async function serve(): Promise<void> {
  const served = await serveFolder(treeFolder, usualPort);
  console.log(`\nserving ${served.url}${frontPage}\nCtrl-C ends it`);
  await Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
  await served.close();
}

async function remove(): Promise<number> {
  const backend = backendUrl(devStack, process.env) ?? "";
  const went = await withProgress("taking away what npm run dev made", () => removeDev({ folder: devFolder, backend }));
  for (const name of went) console.log(`removed ${path.relative(project, name)}`);
  if (went.length === 0) console.log("nothing was there");
  return 0;
}

async function holdsBuilds(folder: string): Promise<boolean> {
  const names = (await ifPresent(readdir(folder))) ?? [];
  return names.some((name) => parseBuildFile(name) !== undefined);
}

/** A person's likely next steps, each with its command. */
function whatNext({ publications }: Publications, artifacts: string | undefined, trial: Trial | undefined): string[][] {
  const places = publications.flatMap(({ facts }) => [
    ["page", shown(`${tree.channel(facts)}/HEADER.html`)],
    ["newest", `${shown(tree.latest(facts))}/`],
    ["index", shown(tree.index(facts))],
  ]);
  const newest = publications
    .flatMap(({ plan }) => plan.sets.map(({ version }) => version))
    .toSorted(compareVersions)
    .at(-1);
  const second =
    artifacts !== undefined || newest === undefined
      ? ["publish another", "put newer builds in the folder, and start it again"]
      : ["publish another", `npm run sample -- --version ${following(newest)} && npm run dev`];
  return [
    ["finder", shown(frontPage)],
    ...places,
    ["see why", "npm run explain"],
    second,
    ...(trial === undefined ? [] : [["see it before", `npm run preview -- --stack ${devStack}`]]),
    ["look at it", "npm run dev -- --serve"],
    ["take it all away", "npm run dev -- --remove"],
  ];
}

/** A later build of the same day, because a build of a future day would be refused. */
function following(version: Version): string {
  const [day, number] = version.split("-");
  return `${day ?? ""}-${Number(number) + 1}`;
}

/** As a person would type it. */
const shown = (below: string): string => path.relative(process.cwd(), path.join(treeFolder, below));
