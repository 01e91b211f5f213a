import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseDocument } from "yaml";
import { parseBuildFile, parseBuildName } from "../../images/tree/files.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { devStack } from "../engine/options.ts";
import { WrongUse } from "../setup/errors.ts";
import { project } from "../setup/bootstrap/folders.mjs";
import type { Trial } from "./clouds.ts";
import { devConfigFile, sampleFolder } from "./places.ts";

/** Writes the dev stack's configuration with other builds or clouds into a file of its own; null if nothing differs. */
export async function configFor(
  artifacts: string | undefined,
  targets: Trial["targets"] | undefined,
): Promise<string | null> {
  if (artifacts === undefined && targets === undefined) return null;
  const document = parseDocument(await readFile(path.join(project, `Pulumi.${devStack}.yaml`), "utf8"));
  if (artifacts !== undefined) document.setIn(artifactsKey, artifacts);
  if (targets !== undefined) {
    // an account or project has the images of one suite and channel
    document.setIn(["config", "cloud-images:suite"], await suiteIn(artifacts ?? sampleFolder));
    document.setIn(["config", "cloud-images:channel"], "daily");
    document.setIn(["config", "cloud-images:targets"], targets);
  }
  await mkdir(path.dirname(devConfigFile), { recursive: true });
  await writeFile(devConfigFile, document.toString());
  return devConfigFile;
}

/** The folder with the builds of the last `npm run dev` that had other builds or clouds; undefined: that of the samples. */
export async function lastArtifacts(): Promise<string | undefined> {
  const text = await ifPresent(readFile(devConfigFile, "utf8"));
  const folder: unknown = text === undefined ? undefined : parseDocument(text).getIn(artifactsKey);
  return typeof folder === "string" && path.isAbsolute(folder) ? folder : undefined;
}

const artifactsKey = ["config", "cloud-images:artifacts"];

async function suiteIn(folder: string): Promise<string> {
  const files = (await ifPresent(readdir(folder))) ?? [];
  const bases = new Set(files.flatMap((file) => parseBuildFile(file)?.base ?? []));
  const suites = new Set([...bases].flatMap((base) => parseBuildName(base)?.codename ?? []));
  const [suite, ...others] = suites;
  if (suite !== undefined && others.length === 0) return suite;
  throw new WrongUse(`--with: expected builds of one suite in ${folder}, not of ${[...suites].join(", ")}`);
}
