import { suiteDefinition } from "../../../images/definitions/suites.ts";
import { packagesOf, type SampleBuild } from "../build.ts";
import { cloudRelease } from "../root.ts";
import { listedName } from "./manifest.ts";

/** `NAME.info`: what the build wrote down of the image for people. */
export function infoText(build: SampleBuild): string {
  return [
    section("CLOUD RELEASE", cloudRelease(build)),
    section("APT SOURCES.LIST", aptSources(build)),
    section("APT PREFERENCES", ""),
    section("FILES CHANGED", "/etc/machine-id\n/etc/hostname\n"),
    section("PACKAGES", packageList(build)),
  ].join("\n");
}

const section = (title: string, text: string): string => `--- ${title} ---\n${text}--- END ${title} ---\n`;

function aptSources({ suite }: SampleBuild): string {
  const base = suite.replace(/-backports$/, "");
  const line = (archive: string, name: string) => `deb http://deb.debian.org/${archive} ${name} main\n`;
  if (suite === "sid") return line("debian", suite);
  const backports = suite === base ? "" : line("debian", suite);
  return (
    line("debian", base) + line("debian", `${base}-updates`) + backports + line("debian-security", securityOf(base))
  );
}

const securityOf = (base: string): string => `${base}-security`;

/** As `dpkg -l` prints it to no terminal. */
function packageList(build: SampleBuild): string {
  const { id } = suiteDefinition(build.suite);
  const rows = packagesOf(build).map((installed) => {
    const name = listedName(installed);
    return `ii  ${name.padEnd(36)} ${installed.version.padEnd(36)} ${installed.arch.padEnd(12)} sample of ${installed.name} in Debian ${id}`;
  });
  return [
    "Desired=Unknown/Install/Remove/Purge/Hold",
    "| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend",
    "|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)",
    `||/ ${"Name".padEnd(36)} ${"Version".padEnd(36)} ${"Architecture".padEnd(12)} Description`,
    `+++-${"=".repeat(36)}-${"=".repeat(36)}-${"=".repeat(12)}-${"=".repeat(20)}`,
    ...rows,
    "",
  ].join("\n");
}
