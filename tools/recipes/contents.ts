import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Contents } from "../sample/contents.ts";
import type { InstalledPackage } from "../sample/packages/rows.ts";

/** Paths that a recipe writes into an image. */
const changed = ["cloud-release", "default/grub", "fstab", "hostname", "hosts", "machine-id", "resolv.conf"];

/**
 * What a build states about its image: the installed packages, the apt sources, and the results of the offline tests. `folder`: the
 * one of diskOfRoot.
 */
export async function bootableContents(installed: string, folder: string): Promise<Contents> {
  const text = (...names: string[]) => readFile(path.join(...names), "utf8");
  return {
    packages: await installedPackages(installed),
    dpkgStatus: await text(installed, "dpkg-status"),
    aptSources: await text(installed, "sources.list"),
    changed: [...changed.map((name) => `/etc/${name}`), "/etc/apt/sources.list", "/etc/cloud/cloud.cfg.d/90-image.cfg"],
    tests: lines(await text(folder, "checks.tsv")).map((line) => {
      const [module = "", test = "", failure = ""] = line.split("\t");
      return { module, test, failure };
    }),
  };
}

/** `installed`: the folder of installedRoot. */
export async function installedPackages(installed: string): Promise<InstalledPackage[]> {
  return lines(await readFile(path.join(installed, "packages.tsv"), "utf8")).map(readPackage);
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

/** A line of packages.tsv, which recipes/describe.sh writes. */
function readPackage(line: string): InstalledPackage {
  const [name = "", version = "", arch = "", multiArch = "", source = "", sourceVersion = ""] = line.split("\t");
  return { name, version, arch, multiArchSame: multiArch === "same", source, sourceVersion };
}
