import { existsSync } from "node:fs";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { engineHome } from "../../stacks/engine-home.ts";
import { SetupError } from "./errors.ts";
import { cache, project } from "./bootstrap/folders.mjs";
import { buildWithGo, neededGo } from "./go.ts";
import { makeOnce } from "./bootstrap/once.mjs";
import { withProgress } from "./bootstrap/progress.mjs";
import { findProgram } from "../../storage/programs/search.mjs";

const program = "pulumi-resource-openstack";
const version = "3.15.2";
const sources = path.join(import.meta.dirname, "openstack-provider");

/**
 * The folder of the provider for the SDK @pulumi/openstack, to be put on PATH. It is one on PATH, or one that
 * `pulumi plugin install` has installed, else one that is built with Go, once.
 */
export async function workloadProviderFolder(): Promise<string> {
  const found = findProgram(program);
  if (found !== undefined) return path.dirname(found);
  const installed = path.join(engineHome(process.env), "plugins", `resource-openstack-v${version}`);
  if (existsSync(path.join(installed, program))) return installed;
  const built = path.join(cache, `openstack-provider-${version}`);
  await makeOnce(built, build);
  return built;
}

async function build(folder: string): Promise<void> {
  if (findProgram("go") === undefined)
    throw new SetupError(
      `no ${program}: expected it on PATH, or installed with 'pulumi plugin install resource openstack ${version}', or Go ${neededGo(sources)} or newer to build it`,
    );
  await cp(sources, folder, { recursive: true });
  await writeFile(path.join(folder, "tokens.txt"), `${(await tokens()).join("\n")}\n`);
  const args = ["-mod=mod", "-trimpath", "-ldflags", "-s -w", "-o", path.join(folder, program), "."];
  const env = { HOME: homedir(), ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
  await withProgress("building the OpenStack provider with Go, once, for a minute or so", () =>
    buildWithGo("the OpenStack provider", folder, args, env),
  );
}

/** The types of the SDK's resources, a file each, as `openstack:compute/instance:Instance`. */
async function tokens(): Promise<string[]> {
  const sdk = path.join(project, "node_modules/@pulumi/openstack");
  const files = (await readdir(sdk, { recursive: true })).filter((file) => file.endsWith(".js"));
  const texts = await Promise.all(files.map((file) => readFile(path.join(sdk, file), "utf8")));
  const found = texts.flatMap((text) =>
    [...text.matchAll(/__pulumiType = '(openstack:[^']+)'/g)].map(([, token]) => token),
  );
  return [...new Set(found.filter((token) => token !== undefined))].toSorted();
}
