import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Contents } from "../contents.ts";
import type { InstalledPackage } from "../packages/rows.ts";

/** Reads what make-disk.sh wrote of its image. */
export async function bootableContents(folder: string): Promise<Contents> {
  const text = (name: string) => readFile(path.join(folder, name), "utf8");
  const lines = async (name: string) => (await text(name)).split("\n").filter((line) => line !== "");
  return {
    packages: (await lines("packages.tsv")).map(installedPackage),
    dpkgStatus: await text("dpkg-status"),
    aptSources: await text("sources.list"),
    changed: await lines("changed"),
    tests: (await lines("checks.tsv")).map((line) => {
      const [module = "", test = "", failure = ""] = line.split("\t");
      return { module, test, failure };
    }),
  };
}

function installedPackage(line: string): InstalledPackage {
  const [name = "", version = "", arch = "", multiArch = "", source = "", sourceVersion = ""] = line.split("\t");
  return { name, version, arch, multiArchSame: multiArch === "same", source, sourceVersion };
}
