import { formatDay } from "../../model/day.ts";
import { suiteDefinition } from "../../model/definitions/suites.ts";
import type { Image } from "../../model/image.ts";
import { versionDay } from "../../model/version.ts";

/** What an SBOM is of. A daily and the release that it becomes are one: they have the same bytes. */
export interface SbomSubject {
  name: string;
  version: string;
  /** The beginning of the version's day, so that the same image has the same SBOM. */
  created: string;
}

export const sbomSubject = ({ suite, vendor, arch, version }: Omit<Image, "channel">): SbomSubject => ({
  name: `debian-${suiteDefinition(suite).id}-${vendor}-${arch}`,
  version,
  created: `${formatDay(versionDay(version))}T00:00:00Z`,
});
