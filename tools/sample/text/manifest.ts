import { suiteDefinition } from "../../../images/model/definitions/suites.ts";
import { digestAnnotation } from "../../../images/builds/digest.ts";
import { buildAnnotations, type Build } from "../../../images/builds/manifest.ts";
import { azureVersion } from "../../../images/model/version.ts";
import { buildDate, buildUuid, type SampleBuild } from "../build.ts";
import type { InstalledPackage } from "../packages/rows.ts";

/** The `Build` that debian-cloud-images writes beside an image. `digest`: sha512 of the tar, in hexadecimal digits. */
export function buildManifest(
  build: SampleBuild,
  packages: readonly InstalledPackage[],
  digest: string,
  command = buildCommand(build),
): Build {
  const { suite, vendor, arch, version } = build;
  const { id, baseId } = suiteDefinition(suite);
  return {
    apiVersion: "cloud.debian.org/v1alpha1",
    data: {
      info: {
        arch,
        build_id: "cloud-admin-team-master",
        release: suite,
        release_baseid: baseId,
        release_id: id,
        type: "official",
        vendor,
        version,
        ...(vendor === "azure" ? { version_azure: azureVersion(version) } : {}),
        // no schema has this key: builds may add any
        fai_config_space: "debian-cloud-images",
      },
      packages: packages.map((installed) => ({ name: listedName(installed), version: installed.version })),
    },
    kind: "Build",
    metadata: {
      annotations: {
        "cloud.debian.org/digest": digestAnnotation(digest),
        [buildAnnotations.job]: jobUrl(build),
        [buildAnnotations.commit]: buildUuid(build, "commit").replaceAll("-", "").padEnd(40, "0"),
        [buildAnnotations.command]: command,
      },
      labels: {
        "cloud.debian.org/vendor": vendor,
        "cloud.debian.org/version": version,
        "debian.org/arch": arch,
        "debian.org/dist": "debian",
        "debian.org/release": suite,
        "build.cloud.debian.org/pipeline": pipeline(build),
      },
      uid: buildUuid(build, "uid"),
    },
  };
}

/** dpkg lists only a Multi-Arch: same package with its arch. */
export const listedName = ({ name, arch, multiArchSame }: InstalledPackage): string =>
  multiArchSame ? `${name}:${arch}` : name;

/** The same for all images of a version. */
const pipeline = ({ version }: SampleBuild): string => `8${version.replace(/^.*-/, "")}`;

function jobUrl(build: SampleBuild): string {
  const number = Number.parseInt(buildUuid(build, "job").slice(0, 6), 16);
  return `https://salsa.debian.org/cloud-admin-team/debian-cloud-images-daily/-/jobs/${number}`;
}

function buildCommand(build: SampleBuild): string {
  const { suite, vendor, arch, version } = build;
  const number = version.replace(/^.*-/, "");
  const options = `--build-id manual --build-type official --version ${number} --version-date ${buildDate(build)}`;
  return `debian-cloud-images build ${suite} ${vendor} ${arch} ${options} --output .`;
}
