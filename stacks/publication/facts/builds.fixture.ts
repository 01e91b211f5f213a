import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestAnnotation } from "../../../images/builds/digest.ts";
import { suiteDefinition, type Suite } from "../../../images/model/definitions/suites.ts";
import { buildFile } from "../../../images/tree/files.ts";

/** The smallest builds that are sound, which share one archive. */

export const version = "20260717-2542";
export const report = '<testsuites><testsuite name="pytest"><testcase name="a" /></testsuite></testsuites>';

/** Writes the archive that builds share into a folder; answers its path. */
export function makeArchive(folder: string): string {
  const make =
    "truncate -s 3G disk.raw; head -c 8192 /dev/urandom | dd of=disk.raw conv=notrunc status=none; tar -cS disk.raw | xz -0 >x.tar.xz";
  execFileSync("sh", ["-ec", make], { cwd: folder });
  return join(folder, "x.tar.xz");
}

export interface Put {
  root: string;
  archive: string;
  folder?: string;
  suite?: Suite;
  arch?: string;
  digest?: string;
}

/** Puts a sound build of genericcloud into a folder below the root; answers its base path. */
export function putBuild({ root, archive, folder = ".", suite = "trixie", arch = "amd64", digest = "5" }: Put): string {
  const source = join(root, folder, `debian-${suite}-genericcloud-${arch}-official-${version}`);
  mkdirSync(join(root, folder), { recursive: true });
  const { id, baseId } = suiteDefinition(suite);
  const build = {
    apiVersion: "cloud.debian.org/v1alpha1",
    data: {
      info: {
        arch,
        build_id: "x",
        release: suite,
        release_baseid: baseId,
        release_id: id,
        type: "official",
        vendor: "genericcloud",
        version,
      },
      packages: [],
    },
    kind: "Build",
    metadata: {
      annotations: { "cloud.debian.org/digest": digestAnnotation(digest.repeat(128)) },
      labels: {
        "cloud.debian.org/vendor": "genericcloud",
        "cloud.debian.org/version": version,
        "debian.org/arch": arch,
        "debian.org/dist": "debian",
        "debian.org/release": suite,
      },
      uid: "34bdde2e-c3a1-4a1e-abc2-96e637eebd29",
    },
  };
  writeFileSync(buildFile(source, "json"), JSON.stringify(build));
  writeFileSync(buildFile(source, "junit.xml"), report);
  linkSync(archive, buildFile(source, "tar.xz"));
  return source;
}
