import { formatDay } from "../../model/day.ts";
import { suiteDefinition } from "../../model/definitions/suites.ts";
import type { Image } from "../../model/image.ts";
import { versionDay } from "../../model/version.ts";

/** The image that an SBOM describes. A daily and its release have the same bytes, and so the same SBOM. */
interface SbomSubject {
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
