import { formatDay, type Day } from "../../images/model/day.ts";
import type { InstalledPackage } from "../sample/packages/rows.ts";
import { listedName } from "../sample/text/manifest.ts";
import { openstackReleases, type OpenstackRelease } from "./releases.ts";

export interface AmphoraImage {
  name: string;
  release: OpenstackRelease;
  suite: string;
  arch: "amd64";
  /** Of the qcow2, in hexadecimal digits. */
  sha512: string;
  /** Of the packages that make an amphora of a Debian system. */
  versions: Record<"haproxy" | "keepalived" | "octavia-agent", string>;
  /** All installed packages, in dpkg's order. */
  packages: { name: string; version: string }[];
}

interface Naming {
  release: OpenstackRelease;
  /** "12.11" */
  pointRelease: string;
  /** Counts the images of one point release. */
  minor: number;
  day: Day;
}

/** As Debian names them: "debian-bookworm-zed-octavia-12.11.0-20261123-amd64". */
export function amphoraName({ release, pointRelease, minor, day }: Naming): string {
  const date = formatDay(day).replaceAll("-", "");
  return `debian-${openstackReleases[release]}-${release}-octavia-${pointRelease}.${minor}-${date}-amd64`;
}

/** Throws when a part of an amphora is not installed. */
export function describeAmphora(
  { name, release, sha512 }: Pick<AmphoraImage, "name" | "release" | "sha512">,
  installed: readonly InstalledPackage[],
): AmphoraImage {
  const version = (part: string): string => {
    const found = installed.find((each) => each.name === part);
    if (found === undefined) throw new RangeError(`${name}: ${part} is not installed`);
    return found.version;
  };
  return {
    name,
    release,
    suite: openstackReleases[release],
    arch: "amd64",
    sha512,
    versions: {
      haproxy: version("haproxy"),
      keepalived: version("keepalived"),
      "octavia-agent": version("octavia-agent"),
    },
    packages: installed.map((each) => ({ name: listedName(each), version: each.version })),
  };
}
