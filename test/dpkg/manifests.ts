import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parseManifest, type Package } from "../../images/builds/manifest.ts";

const folder = "../shared/data";

/** Debian's own published manifests, where this machine has them: file name and packages. */
export const publishedManifests: readonly { name: string; packages: readonly Package[] }[] = (
  existsSync(folder) ? readdirSync(folder) : []
)
  .filter((name) => /^debian-.*\.json$/.test(name))
  .map((name) => {
    const [build] = parseManifest(readFileSync(`${folder}/${name}`, "utf8"), name).items;
    return { name, packages: build.data.packages };
  });
