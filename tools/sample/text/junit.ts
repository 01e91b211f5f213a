import { formatDay } from "../../../images/day.ts";
import { versionDay } from "../../../images/version.ts";
import { vendorDefinition } from "../../../images/definitions/vendors.ts";
import type { SampleBuild } from "../build.ts";

/** The offline tests of a build, by module. */
const modules = {
  "tests.test_boot": ["test_kernel", "test_initramfs", "test_bootloader"],
  "tests.test_etc": ["test_fstab", "test_machine_id", "test_hostname"],
  "tests.test_packages": ["test_no_broken", "test_sources"],
};

/** `NAME.build.junit.xml`, as pytest writes it in the family xunit2. `failing`: names of tests that fail. */
export function junitReport(build: SampleBuild, failing: readonly string[] = []): string {
  const cases = Object.entries(modules).flatMap(([module, tests]) => tests.map((test) => ({ module, test })));
  const cloudInit = vendorDefinition(build.vendor).cloudInit
    ? [{ module: "tests.test_cloud_init", test: "test_datasources" }]
    : [];
  const all = [...cases, ...cloudInit];
  const failures = all.filter(({ test }) => failing.includes(test)).length;
  const date = formatDay(versionDay(build.version));
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<testsuites><testsuite name="pytest" errors="0" failures="${failures}" skipped="0" tests="${all.length}" ` +
      `time="0.420" timestamp="${date}T04:05:06.000000" hostname="runner">`,
    ...all.map(({ module, test }) => testCase(module, test, failing.includes(test))),
    "</testsuite></testsuites>",
  ].join("");
}

function testCase(module: string, test: string, fails: boolean): string {
  const opening = `<testcase classname="${module}" name="${test}" time="0.035"`;
  if (!fails) return `${opening} />`;
  return `${opening}><failure message="AssertionError: ${test} found nothing">assert False</failure></testcase>`;
}
