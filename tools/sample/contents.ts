import { baseSuite } from "../../images/model/definitions/suites.ts";
import { definitionOf } from "../../images/model/definitions/vendors.ts";
import { packagesOf, type SampleBuild } from "./build.ts";
import type { InstalledPackage } from "./packages/rows.ts";
import { dpkgStatus } from "./text/dpkg-status.ts";
import type { TestResult } from "./text/junit.ts";

/** What a build states about its image, beside the disk. */
export interface Contents {
  packages: readonly InstalledPackage[];
  dpkgStatus: string;
  aptSources: string;
  /** Paths that the build wrote into the image. */
  changed: readonly string[];
  tests: readonly TestResult[];
}

export function sampleContents(build: SampleBuild): Contents {
  const packages = packagesOf(build);
  return {
    packages,
    dpkgStatus: dpkgStatus(packages),
    aptSources: aptSources(build),
    changed: ["/etc/machine-id", "/etc/hostname"],
    tests: offlineTests(build),
  };
}

function aptSources({ suite }: SampleBuild): string {
  const base = baseSuite(suite);
  const line = (archive: string, name: string) => `deb http://ftp.debian.org/${archive} ${name} main\n`;
  if (suite === "sid") return line("debian", suite);
  const backports = suite === base ? "" : line("debian", suite);
  const updates = line("debian", `${base}-updates`) + line("debian-security", `${base}-security`);
  return line("debian", base) + updates + backports;
}

function offlineTests({ vendor }: SampleBuild): TestResult[] {
  const modules: Record<string, readonly string[]> = {
    "tests.test_boot": ["test_kernel", "test_initramfs", "test_bootloader"],
    "tests.test_etc": ["test_fstab", "test_machine_id", "test_hostname"],
    "tests.test_packages": ["test_no_broken", "test_sources"],
    ...(definitionOf({ vendor }).cloudInit ? { "tests.test_cloud_init": ["test_datasources"] } : {}),
  };
  return Object.entries(modules).flatMap(([module, tests]) => tests.map((test) => ({ module, test, failure: "" })));
}
