import type { SampleBuild } from "../build.ts";
import type { Contents } from "../contents.ts";
import type { InstalledPackage } from "../packages/rows.ts";
import { cloudRelease } from "../root.ts";
import { listedName } from "./manifest.ts";

/** `NAME.info`: what a build writes about its image for people. */
export function infoText(build: SampleBuild, { packages, aptSources, changed }: Contents): string {
  return [
    section("CLOUD RELEASE", cloudRelease(build)),
    section("APT SOURCES.LIST", aptSources),
    section("APT PREFERENCES", ""),
    section("FILES CHANGED", changed.map((file) => `${file}\n`).join("")),
    section("PACKAGES", packageList(packages)),
  ].join("\n");
}

const section = (title: string, text: string): string => `--- ${title} ---\n${text}--- END ${title} ---\n`;

/** As `dpkg -l` prints it to no terminal. */
function packageList(packages: readonly InstalledPackage[]): string {
  const rows = packages.map((installed) => {
    const [name, version, arch] = [listedName(installed), installed.version, installed.arch];
    return `ii  ${name.padEnd(36)} ${version.padEnd(36)} ${arch.padEnd(12)} ${installed.name} as installed`;
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
