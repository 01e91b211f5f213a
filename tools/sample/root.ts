import { baseSuite, suiteDefinition } from "../../images/model/definitions/suites.ts";
import { buildUuid, packagesOf, type SampleBuild } from "./build.ts";
import { partitionPurpose } from "./partitions.ts";
import { dpkgStatus } from "./text/dpkg-status.ts";

export interface RootFile {
  path: string;
  text: string;
}

/** The files that identify an image; `/etc/cloud-release` as debian-cloud-images writes it. */
export function rootFiles(build: SampleBuild): RootFile[] {
  const { suite, vendor, arch, version } = build;
  const { baseId } = suiteDefinition(suite);
  const codename = baseSuite(suite);
  return [
    { path: "etc/cloud-release", text: cloudRelease(build) },
    {
      path: "etc/os-release",
      text: [
        `PRETTY_NAME="Debian GNU/Linux ${baseId} (${codename})"`,
        'NAME="Debian GNU/Linux"',
        `VERSION_ID="${baseId}"`,
        `VERSION_CODENAME=${codename}`,
        "ID=debian",
        "",
      ].join("\n"),
    },
    { path: "etc/debian_version", text: `${baseId}\n` },
    { path: "etc/hostname", text: "localhost\n" },
    { path: "etc/machine-id", text: "uninitialized\n" },
    {
      path: "etc/fstab",
      text: `PARTUUID=${buildUuid(build, partitionPurpose(1))} / ext4 rw,discard,errors=remount-ro,x-systemd.growfs 0 1\n`,
    },
    {
      path: "etc/motd",
      text: `A sample of Debian's ${vendor} image for ${arch}, version ${version}. It does not boot.\n`,
    },
    { path: "var/lib/dpkg/status", text: dpkgStatus(packagesOf(build)) },
  ];
}

export const cloudRelease = ({ vendor, version }: SampleBuild): string => `ID=${vendor}\nVERSION="${version}"\n`;
