import type { Day } from "../../images/model/day.ts";
import { amphoraParts, type AmphoraDescription } from "../../workloads/amphora/model/description.ts";
import { formatAmphoraName } from "../../workloads/amphora/model/name.ts";
import type { InstalledPackage } from "../sample/packages/rows.ts";
import { listedName } from "../sample/text/manifest.ts";
import { openstackReleases, type OpenstackRelease } from "./releases.ts";

const arch = "amd64";

interface Naming {
  release: OpenstackRelease;
  /** "12.11" */
  pointRelease: string;
  /** Counts the images of one point release. */
  minor: number;
  day: Day;
}

export const amphoraName = ({ release, pointRelease: point, minor, day }: Naming): string =>
  formatAmphoraName({ suite: openstackReleases[release], release, point, minor, day, arch });

/** Throws if a part of an amphora is not installed. */
export function describeAmphora(
  { name, release, sha512 }: Pick<AmphoraDescription, "name" | "sha512"> & { release: OpenstackRelease },
  installed: readonly InstalledPackage[],
): AmphoraDescription {
  const versionOf = (part: string): string => {
    const found = installed.find((each) => each.name === part);
    if (found === undefined) throw new RangeError(`${name}: ${part} is not installed`);
    return found.version;
  };
  const [haproxy, keepalived, agent] = amphoraParts;
  return {
    name,
    release,
    suite: openstackReleases[release],
    arch,
    sha512,
    versions: {
      [haproxy]: versionOf(haproxy),
      [keepalived]: versionOf(keepalived),
      [agent]: versionOf(agent),
    },
    packages: installed.map((each) => ({ name: listedName(each), version: each.version })),
  };
}
