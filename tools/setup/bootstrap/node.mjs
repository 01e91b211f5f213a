import path from "node:path";
import { cache } from "./folders.mjs";
import { npm } from "./npm.mjs";
import { makeOnce } from "./once.mjs";
import { firstLines, withProgress } from "./progress.mjs";
import { knowsProxies } from "./proxies.mjs";
import { atLeast } from "./versions.mjs";

/** The first version that runs TypeScript modules without a flag. */
const wanted = "22.18.0";
const version = "24.21.0";
/** The npm package `node` fetches this one by a script, and scripts may be forbidden. */
const name = `node-linux-${process.arch}`;

/**
 * A Node that runs this project: the one that runs now, or one from npm that is kept in the cache.
 * @returns {Promise<string>}
 */
export async function findNode() {
  const proxied = process.env.NODE_USE_ENV_PROXY === "1";
  if (atLeast(process.version, wanted) && (!proxied || knowsProxies(process.version))) return process.execPath;
  const folder = path.join(cache, `node-${version}`);
  await makeOnce(folder, install);
  return path.join(folder, "node_modules", name, "bin", "node");
}

/** @param {string} staging */
async function install(staging) {
  const lack = atLeast(process.version, wanted) ? "which does not use proxies" : `${wanted} is needed`;
  const label = `this is Node ${process.version}, ${lack}: installing Node ${version} from npm`;
  const { ok, output } = await withProgress(label, () =>
    npm(["install", "--prefix", staging, "--ignore-scripts", `${name}@${version}`], { cwd: staging }),
  );
  if (ok) return;
  throw new Error(`no Node >= ${wanted}: npm could not install ${name}@${version}, and said\n${firstLines(output)}`);
}
