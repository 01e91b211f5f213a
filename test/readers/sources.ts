import { existsSync } from "node:fs";
import path from "node:path";

/*
 * Readers that are in no package. `CLOUD_IMAGES_READER_SOURCES` names a folder with their files as in their repositories:
 *
 *   OWNER/NAME/PATH, for example osism/openstack-image-manager/contrib/update.py
 *
 * `test/readers/sources.sh FOLDER` lays them there. Without the folder these readers are skipped, with a warning.
 */

/** By reader: its repository, and its first file there. `sources.sh` has the same list with the commits. */
const sources = {
  osism: { repository: "osism/openstack-image-manager", file: "contrib/update.py" },
  multipass: { repository: "canonical/multipass", file: "tools/distro-scraper/scraper/cli.py" },
  lima: { repository: "lima-vm/lima", file: "hack/update-template-debian.sh" },
  kubevirt: { repository: "kubevirt/containerdisks", file: "artifacts/debian/debian.go" },
  tender: { repository: "sovereignite/tender", file: "internal/images/debian.go" },
  upstream: { repository: "GoCarrot/debian-cloud-images", file: "src/debian_cloud_images/api/registry.py" },
  cockpit: { repository: "cockpit-project/bots", file: "images/scripts/debian-trixie.bootstrap" },
} as const;

/** The folder of a reader's repository; null, with a warning, where it is missing. */
export function rootOf(reader: keyof typeof sources): string | null {
  const { file } = sources[reader];
  return sourceOf(reader)?.slice(0, -file.length) ?? null;
}

/** The path of a reader's first file; null, with a warning, where it is missing. */
export function sourceOf(reader: keyof typeof sources): string | null {
  const { repository, file } = sources[reader];
  const folder = process.env["CLOUD_IMAGES_READER_SOURCES"];
  const found = folder === undefined ? undefined : path.join(path.resolve(folder), repository, file);
  if (found !== undefined && existsSync(found)) return found;
  console.warn(`a reader is not tested: ${file} of ${repository} is not there (test/readers/sources.sh)`);
  return null;
}
