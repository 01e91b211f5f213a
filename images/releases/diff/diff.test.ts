import { describe, expect, it } from "vitest";
import { installed } from "../../../test/samples/package-samples.ts";
import type { InstalledPackage } from "../../packages/types.ts";
import { day } from "../../../test/samples/samples.ts";
import type { Advisory, ArchivedPackage, Pocket, TrackedIssue } from "../security/types.ts";
import { diffImages, nothingKnown, type SecurityKnowledge } from "./diff.ts";
import { changeNames, type PackageChange } from "./types.ts";

function advisory(id: string, source: string, fixed: string, ...cves: string[]): Advisory {
  const fixes = new Map([["bookworm", { is: "fixed", version: fixed } as const]]);
  return { id, day: day("2026-07-01"), source, description: "", cves, fixes };
}

const issue = (cve: string, fixed: string | null, urgency: TrackedIssue["urgency"]): TrackedIssue => ({
  cve,
  status: fixed === null ? "open" : "resolved",
  fixed,
  urgency,
  noDsa: false,
});

const archived = (pocket: Pocket, version: string, source: string): ArchivedPackage => ({
  version,
  source: { name: source, version },
  pocket,
});

const bookworm: SecurityKnowledge = {
  suite: "bookworm",
  advisories: [
    advisory("DSA-3-2", "openssl", "3.0.17-1~deb12u2"),
    advisory("DSA-3-1", "openssl", "3.0.17-1~deb12u1", "CVE-2026-3"),
    advisory("DSA-2-1", "linux", "6.1.192-2", "CVE-2026-20", "CVE-2026-21"),
    advisory("DSA-1-1", "shim", "16.1-2~deb12u1", "CVE-2026-1"),
    { ...advisory("DSA-4-1", "glibc", "1"), fixes: new Map([["bookworm", { is: "end-of-life" }]]) },
  ],
  issues: new Map([
    ["linux", [issue("CVE-2026-21", "6.1.192-2", "high"), issue("CVE-2026-22", "6.1.190-1", "low")]],
    ["glibc", [issue("CVE-2026-40", "2.36-9+deb12u14", "medium"), issue("CVE-2026-41", null, "high")]],
  ]),
  archive: new Map([
    [
      "amd64",
      new Map([
        ["libc6", [archived("main", "2.36-9+deb12u14", "glibc"), archived("security", "2.36-9+deb12u7", "glibc")]],
        ["sudo", [archived("main", "1.9.13p3-1+deb12u4", "sudo"), archived("updates", "1.9.13p3-1+deb12u5", "sudo")]],
        ["xz-utils", [archived("main", "5.4.1-1+deb12u2", "xz"), archived("security", "5.4.1-1+deb12u2", "xz")]],
      ]),
    ],
  ]),
};

/** `names: before → after [fixes]` of each change. */
const tell = (changes: readonly PackageChange[]): string[] =>
  changes.map(({ before, after, names, fixes }) => {
    const sides = [before, after].map((side) => (side === null ? "-" : `${side.name} ${side.version}`)).join(" → ");
    const closed = fixes.map(({ advisory, cves, urgency }) => [advisory ?? "tracker", ...cves, urgency].join(" "));
    return `${names.join(", ")}: ${sides}${closed.map((text) => ` [${text}]`).join("")}`;
  });

const kernel = (abi: string, version: string) =>
  installed(`linux-image-6.1.0-${abi}-cloud-amd64`, version, `linux-signed-amd64 ${version.replace("-", "+")}`);

const cases: readonly { so: string; before: InstalledPackage | null; after: InstalledPackage | null; said: string }[] =
  [
    {
      so: "security by an advisory, with the CVEs it names",
      before: installed("libssl3:amd64", "3.0.16-1~deb12u1", "openssl"),
      after: installed("libssl3:amd64", "3.0.17-1~deb12u1", "openssl"),
      said: "security, upgraded: libssl3:amd64 3.0.16-1~deb12u1 → libssl3:amd64 3.0.17-1~deb12u1 [DSA-3-1 CVE-2026-3 not yet assigned]",
    },
    {
      so: "security by a regression update, which names no CVE",
      before: installed("openssl", "3.0.17-1~deb12u1"),
      after: installed("openssl", "3.0.17-1~deb12u2"),
      said: "security, upgraded: openssl 3.0.17-1~deb12u1 → openssl 3.0.17-1~deb12u2 [DSA-3-2 not yet assigned]",
    },
    {
      so: "security for all that lies between, and what comes after",
      before: installed("openssl", "3.0.15-1~deb12u1"),
      after: installed("openssl", "3.0.22-1~deb12u2"),
      said: "security, upgraded: openssl 3.0.15-1~deb12u1 → openssl 3.0.22-1~deb12u2 [DSA-3-2 not yet assigned] [DSA-3-1 CVE-2026-3 not yet assigned]",
    },
    {
      so: "nothing more where the vulnerability was fixed before",
      before: installed("openssl", "3.0.17-1~deb12u2"),
      after: installed("openssl", "3.0.18-1"),
      said: "upgraded: openssl 3.0.17-1~deb12u2 → openssl 3.0.18-1",
    },
    {
      so: "by the source's version, where the binary counts otherwise",
      before: installed("libssl3:amd64", "9:1", "openssl 3.0.16-1~deb12u1"),
      after: installed("libssl3:amd64", "9:2", "openssl 3.0.17-1~deb12u1"),
      said: "security, upgraded: libssl3:amd64 9:1 → libssl3:amd64 9:2 [DSA-3-1 CVE-2026-3 not yet assigned]",
    },
    {
      so: "a new kernel ABI, one upgrade, with its fixes under the source that the signed one follows",
      before: kernel("31", "6.1.128-1"),
      after: kernel("56", "6.1.192-2"),
      said: "security, kernel-abi, signed-twin, upgraded: linux-image-6.1.0-31-cloud-amd64 6.1.128-1 → linux-image-6.1.0-56-cloud-amd64 6.1.192-2 [DSA-2-1 CVE-2026-20 CVE-2026-21 high] [tracker CVE-2026-22 low]",
    },
    {
      so: "no fix where the signed kernel is one revision short",
      before: kernel("55", "6.1.190-1"),
      after: kernel("56", "6.1.192-1"),
      said: "kernel-abi, signed-twin, upgraded: linux-image-6.1.0-55-cloud-amd64 6.1.190-1 → linux-image-6.1.0-56-cloud-amd64 6.1.192-1",
    },
    {
      so: "shim's fix at its signed twin",
      before: installed("shim-signed:amd64", "1.44~1+deb12u1+15.8-1~deb12u1", "shim-signed 1.44~1+deb12u1"),
      after: installed("shim-signed:amd64", "1.51~1+deb12u1+16.1-2~deb12u1", "shim-signed 1.51~1+deb12u1"),
      said: "security, signed-twin, upgraded: shim-signed:amd64 1.44~1+deb12u1+15.8-1~deb12u1 → shim-signed:amd64 1.51~1+deb12u1+16.1-2~deb12u1 [DSA-1-1 CVE-2026-1 not yet assigned]",
    },
    {
      so: "a rebuild, which fixes nothing",
      before: installed("bash", "5.2.15-2+b7", "bash 5.2.15-2"),
      after: installed("bash", "5.2.15-2+b13", "bash 5.2.15-2"),
      said: "rebuild, upgraded: bash 5.2.15-2+b7 → bash 5.2.15-2+b13",
    },
    {
      so: "a first rebuild",
      before: installed("e2fsprogs", "1.47.0-2"),
      after: installed("e2fsprogs", "1.47.0-2+b2", "e2fsprogs 1.47.0-2"),
      said: "rebuild, upgraded: e2fsprogs 1.47.0-2 → e2fsprogs 1.47.0-2+b2",
    },
    {
      so: "a point release with what the tracker knows, where the highest version is in main",
      before: installed("libc6:amd64", "2.36-9+deb12u9", "glibc"),
      after: installed("libc6:amd64", "2.36-9+deb12u14", "glibc"),
      said: "security, point-release, upgraded: libc6:amd64 2.36-9+deb12u9 → libc6:amd64 2.36-9+deb12u14 [tracker CVE-2026-40 medium]",
    },
    {
      so: "a point release where the archive has gone beyond it",
      before: installed("libc6:amd64", "2.36-9+deb12u9", "glibc"),
      after: installed("libc6:amd64", "2.36-9+deb12u10", "glibc"),
      said: "point-release, upgraded: libc6:amd64 2.36-9+deb12u9 → libc6:amd64 2.36-9+deb12u10",
    },
    {
      so: "a point release where it came by the suite's updates",
      before: installed("sudo", "1.9.13p3-1+deb12u4"),
      after: installed("sudo", "1.9.13p3-1+deb12u5"),
      said: "point-release, upgraded: sudo 1.9.13p3-1+deb12u4 → sudo 1.9.13p3-1+deb12u5",
    },
    {
      so: "no point release where the archive's version is older",
      before: installed("sudo", "1.9.13p3-1+deb12u5"),
      after: installed("sudo", "1.9.13p3-1+deb12u6"),
      said: "upgraded: sudo 1.9.13p3-1+deb12u5 → sudo 1.9.13p3-1+deb12u6",
    },
    {
      so: "no point release where the same version is security's own",
      before: installed("xz-utils", "5.4.1-1"),
      after: installed("xz-utils", "5.4.1-1+deb12u2"),
      said: "upgraded: xz-utils 5.4.1-1 → xz-utils 5.4.1-1+deb12u2",
    },
    {
      so: "a point release by base-files alone",
      before: installed("base-files", "12.4+deb12u9"),
      after: installed("base-files", "12.4+deb12u10"),
      said: "point-release, upgraded: base-files 12.4+deb12u9 → base-files 12.4+deb12u10",
    },
    {
      so: "a rename by the 64-bit time_t",
      before: installed("libssl3:amd64", "3.0.17-2", "openssl"),
      after: installed("libssl3t64:amd64", "3.5.1-1", "openssl"),
      said: "rename, upgraded: libssl3:amd64 3.0.17-2 → libssl3t64:amd64 3.5.1-1",
    },
    {
      so: "a rename by another soname of the same source",
      before: installed("libicu67:amd64", "67.1-7", "icu"),
      after: installed("libicu72:amd64", "72.1-3", "icu"),
      said: "rename, upgraded: libicu67:amd64 67.1-7 → libicu72:amd64 72.1-3",
    },
    {
      so: "a rename where the source carries its number too",
      before: installed("gcc-10-base:amd64", "10.2.1-6", "gcc-10"),
      after: installed("gcc-12-base:amd64", "12.2.0-14", "gcc-12"),
      said: "rename, upgraded: gcc-10-base:amd64 10.2.1-6 → gcc-12-base:amd64 12.2.0-14",
    },
    {
      so: "a rename that only a table knows",
      before: installed("libprocps8:amd64", "2:3.3.17-5", "procps"),
      after: installed("libproc2-0:amd64", "2:4.0.2-3", "procps"),
      said: "rename, upgraded: libprocps8:amd64 2:3.3.17-5 → libproc2-0:amd64 2:4.0.2-3",
    },
    {
      so: "a rename, no downgrade, where the source went up",
      before: installed("libold1", "2:1.0", "old 5"),
      after: installed("libold2", "1.5", "old 6"),
      said: "rename, upgraded: libold1 2:1.0 → libold2 1.5",
    },
    {
      so: "a rename where a package becomes Multi-Arch: same",
      before: installed("shim-unsigned", "15.8-1~deb11u1", "shim"),
      after: installed("shim-unsigned:amd64", "15.8-1~deb12u1", "shim"),
      said: "rename, upgraded: shim-unsigned 15.8-1~deb11u1 → shim-unsigned:amd64 15.8-1~deb12u1",
    },
    {
      so: "a rename where a kernel of one ABI gets its signature",
      before: installed("linux-image-6.1.0-31-cloud-amd64-unsigned", "6.1.128-1", "linux"),
      after: kernel("31", "6.1.128-1"),
      said: "signed-twin, rename: linux-image-6.1.0-31-cloud-amd64-unsigned 6.1.128-1 → linux-image-6.1.0-31-cloud-amd64 6.1.128-1",
    },
    {
      so: "added",
      before: null,
      after: installed("polkitd", "122-3", "policykit-1"),
      said: "added: - → polkitd 122-3",
    },
    { so: "removed", before: installed("cron", "3.0pl1-137"), after: null, said: "removed: cron 3.0pl1-137 → -" },
    {
      so: "downgraded, with what is open again",
      before: installed("openssl", "3.0.17-1~deb12u1"),
      after: installed("openssl", "3.0.17-1~deb12u1~bpo1"),
      said: "security, downgraded: openssl 3.0.17-1~deb12u1 → openssl 3.0.17-1~deb12u1~bpo1 [DSA-3-1 CVE-2026-3 not yet assigned]",
    },
    {
      so: "downgraded, by an epoch",
      before: installed("vim", "2:9.0"),
      after: installed("vim", "9.1"),
      said: "downgraded: vim 2:9.0 → vim 9.1",
    },
  ];

describe("a change is named", () => {
  it.each(cases)("$so", ({ before, after, said }) => {
    const { changes } = diffImages(before === null ? [] : [before], after === null ? [] : [after], bookworm);
    expect(tell(changes)).toEqual([said]);
  });

  it("without a guess where no source is known", () => {
    const [before, after] = [installed("openssl", "3.0.15-1", null), installed("openssl", "3.0.22-1", null)];
    expect(tell(diffImages([before], [after], bookworm).changes)).toEqual([
      "upgraded: openssl 3.0.15-1 → openssl 3.0.22-1",
    ]);
  });

  it("in backports by the suite that they are for", () => {
    const [before, after] = [installed("openssl", "3.0.16-1~deb12u1"), installed("openssl", "3.0.17-1~deb12u1")];
    const { changes } = diffImages([before], [after], { ...bookworm, suite: "bookworm-backports" });
    expect(changes[0]?.names).toEqual(["security", "upgraded"]);
  });

  it("no point release where base-files is another Debian's", () => {
    const [before, after] = [installed("base-files", "11.1+deb11u11"), installed("base-files", "12.4+deb12u9")];
    expect(diffImages([before], [after], bookworm).changes[0]?.names).toEqual(["upgraded"]);
  });

  it("never a point release in a suite that was not released", () => {
    const [before, after] = [installed("base-files", "13.6"), installed("base-files", "14")];
    expect(diffImages([before], [after], nothingKnown("forky")).changes[0]?.names).toEqual(["upgraded"]);
  });

  it("by every word that there is", () => {
    const used = new Set(cases.flatMap(({ said }) => said.slice(0, said.indexOf(":")).split(", ")));
    expect([...used].sort()).toEqual(changeNames.toSorted());
  });
});

describe("packages are not taken for one another", () => {
  it.each([
    ["libpcre3", "pcre3", "libpcre2-8-0", "pcre2", "whose names are only alike"],
    ["libfoo1", "foo", "libfoo2", "other", "which share a stem, of different sources"],
    ["linux-image-6.1.0-31-cloud-amd64", "linux", "linux-image-6.1.0-31-amd64", "linux", "kernels of two flavours"],
  ])("%s (%s) and %s (%s), %s", (before, beforeSource, after, afterSource) => {
    const { changes } = diffImages(
      [installed(before, "1", beforeSource)],
      [installed(after, "1", afterSource)],
      bookworm,
    );
    expect(changes.map(({ names }) => names)).toEqual(expect.arrayContaining([["removed"], ["added"]]));
  });
});

it("of several kernels the highest version is taken for the highest", () => {
  const { changes } = diffImages(
    [kernel("34", "6.1.128-1"), kernel("31", "6.1.135-1")],
    [kernel("37", "6.1.140-1")],
    nothingKnown("bookworm"),
  );
  expect(tell(changes)).toEqual([
    "kernel-abi, signed-twin, upgraded: linux-image-6.1.0-31-cloud-amd64 6.1.135-1 → linux-image-6.1.0-37-cloud-amd64 6.1.140-1",
    "removed: linux-image-6.1.0-34-cloud-amd64 6.1.128-1 → -",
  ]);
});

it.each([
  ["6.16-rc7", "6.16~rc7-1~exp1", "6.16+deb14", "6.16-1"],
  ["6.16-rc7", "6.16~rc7-1~exp1", "6.16.3+deb14", "6.16.3-1"],
  ["6.16+deb14", "6.16-1", "6.16.3+deb14", "6.16.3-1"],
  ["6.12.41+deb13", "6.12.41-1", "6.16-rc7", "6.16~rc7-1~exp1"],
  ["6.1.0-31", "6.1.128-1", "6.12.41+deb13", "6.12.41-1"],
  ["6.1.0-0.deb11.13", "6.1.55-1~bpo11+1", "6.12.9+bpo", "6.12.9-1~bpo12+1"],
])("a kernel %s (%s) and its headers that become %s (%s) are upgraded", (abi, version, nextAbi, nextVersion) => {
  for (const flavour of ["amd64", "cloud-amd64", "rt-amd64", "arm64-16k"]) {
    for (const source of ["linux", "linux-signed-amd64", null]) {
      const kernelOf = (ofAbi: string, ofVersion: string): InstalledPackage[] =>
        [`linux-image-${ofAbi}-${flavour}`, `linux-headers-${ofAbi}-${flavour}`].map((name) => ({
          name,
          version: ofVersion,
          source: source === null ? null : { name: source, version: ofVersion.replace("-", "+") },
        }));
      const { changes } = diffImages(kernelOf(abi, version), kernelOf(nextAbi, nextVersion), nothingKnown("sid"));
      const names = ["kernel-abi", ...(source === "linux-signed-amd64" ? ["signed-twin"] : []), "upgraded"];
      expect(changes.map((change) => change.names)).toEqual([names, names]);
    }
  }
});

it("what the tracker alone knows is one fix for each version and urgency, the gravest first", () => {
  const cves = [
    issue("CVE-1", "2", "low"),
    issue("CVE-2", "2", "high"),
    issue("CVE-3", "2", "low"),
    issue("CVE-4", "3", "low"),
  ];
  const knowledge = { ...bookworm, issues: new Map([["x", cves]]) };
  const { changes } = diffImages([installed("x", "1")], [installed("x", "3")], knowledge);
  expect(tell(changes)).toEqual([
    "security, upgraded: x 1 → x 3 [tracker CVE-2 high] [tracker CVE-4 low] [tracker CVE-1 CVE-3 low]",
  ]);
});
