import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { cycloneDxText } from "../../../images/readers/sbom/cyclonedx.ts";
import { spdxText } from "../../../images/readers/sbom/spdx.ts";
import { replaceFile } from "../../../storage/files/atomic.ts";
import { sampleContents } from "../../../tools/sample/contents.ts";
import { readersPackages } from "../../readers/packages.ts";
import { version } from "../../samples/samples.ts";
import { Skipped, type Bench } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { compare } from "../measure.ts";

const image = { suite: "trixie", vendor: "generic", arch: "amd64", version: version("20260717-2542") } as const;

/** An image's SPDX and CycloneDX, from its dpkg status to files, against the program that made them before. */
export const sbom: Bench = {
  name: "sbom",
  goal: 1.1,
  against: "debsbom, which writes both from the same dpkg status",
  async run() {
    const packages = await readersPackages("requirements");
    if (packages === null) throw new Skipped("debsbom could not be installed");
    return inFolder(async (folder) => {
      const root = path.join(folder, "root");
      const status = path.join(root, "var/lib/dpkg/status");
      await mkdir(path.dirname(status), { recursive: true });
      await writeFile(status, sampleContents(image).dpkgStatus);
      return compare({
        name: "sbom",
        rounds: 5,
        ours: async () => {
          const text = await readFile(status, "utf8");
          await replaceFile(path.join(folder, "ours.spdx.json"), spdxText(image, text));
          await replaceFile(path.join(folder, "ours.cdx.json"), cycloneDxText(image, text));
        },
        bare: () => debsbom(packages, root, path.join(folder, "theirs")),
      });
    });
  },
};

async function debsbom(packages: string, root: string, out: string): Promise<void> {
  const args = ["generate", "-r", root, "-t", "spdx", "-t", "cdx", "--distro-arch", image.arch, "-o", out];
  const env = { ...process.env, PYTHONPATH: packages };
  await promisify(execFile)("python3", [path.join(packages, "bin/debsbom"), ...args], { env });
}
