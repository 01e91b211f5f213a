import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { archiveBounds } from "./artifact/disk.ts";
import type { ArtifactProbe } from "./artifact/subject.ts";
import { checkArtifact } from "./artifact.ts";
import { addDays } from "../model/day.ts";
import { day as dayOf } from "../../test/samples/samples.ts";
import { suites } from "../model/definitions/suites.ts";
import { ownVendorRow, type OwnVendors } from "../model/definitions/vendors.ts";
import { digestAnnotation } from "./digest.ts";
import { describeProblem } from "../model/errors.ts";
import { packagesDigest } from "./manifest.ts";

const today = dayOf("2026-07-17");

const base = "debian-trixie-genericcloud-amd64-official-20260717-2542";
const digest = "5".repeat(128);
const packages = [
  { name: "adduser", version: "3.152" },
  { name: "zlib1g:amd64", version: "1:1.3.1-1" },
];
const info: Record<string, string> = {
  arch: "amd64",
  build_id: "cloud-admin-team-master",
  release: "trixie",
  release_baseid: "13",
  release_id: "13",
  type: "official",
  vendor: "genericcloud",
  version: "20260717-2542",
};
const labels: Record<string, string> = {
  "cloud.debian.org/vendor": "genericcloud",
  "cloud.debian.org/version": "20260717-2542",
  "debian.org/arch": "amd64",
  "debian.org/dist": "debian",
  "debian.org/release": "trixie",
};

interface Change {
  info?: Record<string, string>;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

const manifest = (change: Change = {}): string =>
  JSON.stringify({
    apiVersion: "cloud.debian.org/v1alpha1",
    data: { info: { ...info, ...change.info }, packages },
    kind: "Build",
    metadata: {
      annotations: { "cloud.debian.org/digest": digestAnnotation(digest), ...change.annotations },
      labels: { ...labels, ...change.labels },
      uid: "34bdde2e-c3a1-4a1e-abc2-96e637eebd29",
    },
  });

const status = (...entries: [name: string, version: string, more?: string][]): string =>
  entries
    .map(
      ([name, version, more = ""]) =>
        `Package: ${name}\nStatus: install ok installed\n${more}Architecture: amd64\nVersion: ${version}\n\n`,
    )
    .join("");
const report = (content: string): string => `<testsuites><testsuite name="pytest">${content}</testsuite></testsuites>`;

const mib = 2 ** 20;
const member = {
  size: 3 * 2 ** 30,
  regions: [{ offset: 0, size: 700 * mib }],
  stored: 700 * mib,
  end: 700 * mib + 512,
};
const archive = { compressed: 200 * mib, uncompressed: 700 * mib + 10_240, member };

const sound: ArtifactProbe = {
  source: `/artifacts/1/${base}`,
  base,
  archive,
  manifest: manifest(),
  report: report('<testcase classname="t" name="a" />'),
  dpkgStatus: status(["adduser", "3.152"], ["zlib1g", "1:1.3.1-1", "Multi-Arch: same\n"]),
  info: "--- CLOUD RELEASE ---\n",
};

async function refusal(change: Partial<ArtifactProbe>, day = today): Promise<string> {
  const verdict = await checkArtifact({ ...sound, ...change }, { day, vendors: {} });
  return "problems" in verdict ? verdict.problems.map(describeProblem).join("\n") : "";
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const named = (name: string): Partial<ArtifactProbe> => ({ source: `/artifacts/1/${name}`, base: name });

describe("an artifact", async () => {
  it("that is sound is a daily that can be made", async () => {
    expect(await checkArtifact(sound, { day: today, vendors: {} })).toEqual({
      candidate: {
        image: { suite: "trixie", channel: "daily", vendor: "genericcloud", arch: "amd64", version: "20260717-2542" },
        digest,
        packages: packagesDigest(packages),
        notInStable: null,
        source: sound.source,
        brought: {
          json: sha256(sound.manifest),
          info: sha256(sound.info ?? ""),
          "dpkg-status": sha256(sound.dpkgStatus ?? ""),
          "junit.xml": sha256(sound.report ?? ""),
        },
      },
    });
  });

  it("needs no dpkg-status, which older builds did not bring", async () => {
    expect(await refusal({ dpkgStatus: null })).toBe("");
  });

  it.each<[string, Partial<ArtifactProbe>, string]>([
    ["a manifest that is none", { manifest: "{}" }, `${base}.build.json: apiVersion`],
    ["a name that is none", named("image"), "debian-CODENAME-VENDOR-ARCH-official-VERSION"],
    ["the type dev", named("debian-trixie-genericcloud-amd64-dev-manual-7"), "expected a build of type official"],
    ["an unknown suite", named(base.replace("trixie", "woody")), 'is "woody": expected one of the suites bullseye'],
    ["a vendor that the suite is not built for", named(base.replace("genericcloud", "gce")), 'is "gce/amd64"'],
    ["an arch that the vendor is not built for", named(base.replace("amd64", "s390x")), 'is "genericcloud/s390x"'],
    ["a version that is none", named(base.replace("20260717", "20260732")), "expected a version YYYYMMDD-N"],
    [
      "another arch inside",
      { manifest: manifest({ info: { arch: "arm64" } }) },
      'data.info.arch is "arm64": expected amd64',
    ],
    ["another version inside", { manifest: manifest({ info: { version: "20260716-2541" } }) }, "data.info.version"],
    ["another vendor inside", { manifest: manifest({ info: { vendor: "generic" } }) }, "data.info.vendor"],
    ["another suite inside", { manifest: manifest({ info: { release: "sid" } }) }, "data.info.release"],
    ["the type dev inside", { manifest: manifest({ info: { type: "dev" } }) }, "data.info.type"],
    [
      "another release id",
      { manifest: manifest({ info: { release_id: "14" } }) },
      'data.info.release_id is "14": expected 13',
    ],
    ["another Azure version", { manifest: manifest({ info: { version_azure: "0.1.1" } }) }, "expected 0.20260717.2542"],
    [
      "a label of another arch",
      { manifest: manifest({ labels: { "debian.org/arch": "arm64" } }) },
      "metadata.labels.debian.org/arch",
    ],
    [
      "a disk that grew",
      { archive: { ...archive, member: { ...member, size: 2 ** 32 } } },
      "at most 3 GiB (3221225472 bytes)",
    ],
    [
      "a disk a block too long",
      { archive: { ...archive, member: { ...member, size: member.size + 512 } } },
      "3221225984 bytes",
    ],
    [
      "a disk a block too short",
      { archive: { ...archive, member: { ...member, size: member.size - 512 } } },
      "expected whole MiB",
    ],
    ["zeros in place of holes", { archive: { ...archive, compressed: 7 * mib - 1 } }, "at most 100 times"],
    ["an empty disk", { archive: { ...archive, member: { ...member, stored: 0, regions: [] } } }, "no bytes"],
    [
      "an absurd sparse map",
      {
        archive: {
          ...archive,
          member: { ...member, regions: Array.from({ length: 100_001 }, () => ({ offset: 0, size: 0 })) },
        },
      },
      "100001 regions",
    ],
    ["a second member", { archive: { ...archive, uncompressed: 800 * mib } }, "bytes after disk.raw"],
    ["a tar that is cut off", { archive: { ...archive, uncompressed: 700 * mib } }, "-512 bytes after disk.raw"],
    ["no test report", { report: null }, `${base}.build.junit.xml: expected the report`],
    ["a report that is none", { report: "passed" }, "expected well-formed XML"],
    [
      "a failed test",
      { report: report('<testcase classname="t" name="a"><failure message="no" /></testcase>') },
      'is "t.a: no"',
    ],
    ["no test in the report", { report: report("") }, "0 tests, none of them run"],
    [
      "a package that dpkg does not have",
      { dpkgStatus: status(["adduser", "3.152"]) },
      'build.json is "zlib1g:amd64 1:1.3.1-1"',
    ],
    [
      "a package that only dpkg has",
      { dpkgStatus: `${sound.dpkgStatus ?? ""}${status(["more", "1"])}` },
      'dpkg-status is "more 1": expected a package of the manifest',
    ],
    [
      "a package of another version",
      { dpkgStatus: status(["adduser", "3.153"], ["zlib1g", "1:1.3.1-1", "Multi-Arch: same\n"]) },
      "adduser 3.153",
    ],
    [
      "a package that was removed, and whose configuration stays",
      {
        dpkgStatus: status(["adduser", "3.152"], ["zlib1g", "1:1.3.1-1", "Multi-Arch: same\n"]).replace(
          /install ok installed(?=\nMulti)/,
          "deinstall ok config-files",
        ),
      },
      'expected a package that is installed; dpkg-status has it as "deinstall ok config-files"',
    ],
    [
      "a source that is none",
      { dpkgStatus: `${sound.dpkgStatus ?? ""}${status(["more", "1", "Source: <script>\n"])}` },
      "expected a field Source as dpkg takes it, of the package more",
    ],
    [
      "a name that dpkg would not take",
      { dpkgStatus: `${sound.dpkgStatus ?? ""}${status(["mo\u202ere", "1"])}` },
      "expected a field Package as dpkg takes it",
    ],
    [
      "an archive filled up without measure",
      { archive: { ...archive, compressed: 2 ** 40 } },
      'tar.xz is "1099511627776 bytes": expected at most',
    ],
    [
      "an archive without its end",
      { archive: { ...archive, uncompressed: archive.member.end + 512 } },
      "as disk.raw is the only member",
    ],
    [
      "a second member after the disk",
      { archive: { ...archive, uncompressed: archive.member.end + 100 * mib } },
      "as disk.raw is the only member",
    ],
    [
      "bytes after the archive's end",
      { archive: { ...archive, uncompressed: archive.uncompressed + 320 } },
      "expected whole blocks of 512 bytes, and nothing after the zeros that end a tar",
    ],
  ])("is refused with %s", async (_, change, message) => {
    expect(await refusal(change)).toContain(message);
  });

  const secret = "glpat-" + "k3J9xQ7bW2mZ".repeat(2);
  it.each<[string, Partial<ArtifactProbe>, string]>([
    [
      "a job's address in the manifest",
      {
        manifest: manifest({ annotations: { "build.cloud.debian.org/job": "https://me:hunter2@salsa.debian.org/a" } }),
      },
      "build.json: metadata.annotations.build.cloud.debian.org/job: expected no credential, and this looks like a password in a URL",
    ],
    [
      "a value of the manifest, spelt otherwise",
      { manifest: manifest({ info: { note: secret } }).replace("glpat", "g\\u006cpat") },
      "build.json: data.info.note: expected no credential, and this looks like a GitLab token",
    ],
    ["a key of the manifest", { manifest: manifest({ info: { password: "hunter2" } }) }, "data.info.password"],
    [
      "an apt source in .info",
      { info: "--- APT SOURCES.LIST ---\ndeb https://me:hunter2@example.org sid main\n" },
      `${base}.info: line 2: expected no credential, and this looks like a password in a URL`,
    ],
    [
      "what a test printed",
      { report: report(`<testcase name="a"><system-out>${secret}</system-out></testcase>`) },
      `${base}.build.junit.xml: line 1: expected no credential`,
    ],
    [
      "what a failed test said",
      { report: report(`<testcase name="a"><failure message="no ${secret}" /></testcase>`) },
      "[not shown: it looks like a GitLab token]",
    ],
    [
      "a description in dpkg-status",
      { dpkgStatus: `${sound.dpkgStatus ?? ""}Description: see https://me:hunter2@example.org\n` },
      `${base}.dpkg-status: line`,
    ],
    ["a release id", { manifest: manifest({ info: { release_id: secret } }) }, "data.info.release_id"],
  ])("is refused with a credential in %s, which is not repeated", async (_, change, message) => {
    const text = await refusal(change);
    expect(text).toContain(message);
    expect(text).toContain("revoke it, keep it out of the build");
    expect(text).not.toMatch(/hunter2|k3J9x/);
  });

  it("is told everything that is wrong with it at once", async () => {
    const text = await refusal({
      report: null,
      archive: { ...archive, compressed: 1 },
      manifest: manifest({ info: { arch: "arm64" } }),
    });
    expect(text.split("\n")).toHaveLength(3);
  });

  const row = ownVendorRow.parse({ about: "for MyCloud", arches: ["amd64"], diskGigabytes: 2 });
  const ofMyCloud = (changes: Partial<ArtifactProbe> = {}): ArtifactProbe => ({
    ...sound,
    ...named(base.replace("genericcloud", "mycloud")),
    manifest: sound.manifest.replaceAll("genericcloud", "mycloud"),
    archive: { ...archive, member: { ...member, size: 2 * 2 ** 30 } },
    ...changes,
  });
  const wordsOf = async (probe: ArtifactProbe, vendors: OwnVendors): Promise<string> => {
    const verdict = await checkArtifact(probe, { day: today, vendors });
    return "problems" in verdict ? verdict.problems.map(describeProblem).join("\n") : "";
  };

  it("of a vendor of the stack's own is a daily with the vendor's row", async () => {
    const verdict = await checkArtifact(ofMyCloud(), { day: today, vendors: { mycloud: row } });
    expect(verdict).toMatchObject({
      candidate: {
        image: { vendor: "mycloud" },
        ownVendor: { about: "for MyCloud", diskGigabytes: 2, kernel: "cloud" },
      },
    });
  });

  it("of a vendor without a row is refused, and told how to add the row", async () => {
    const words = await wordsOf(ofMyCloud(), {});
    expect(words).toContain(
      'is "mycloud/amd64": expected a vendor and arch that trixie is built for; add it to the stack',
    );
    expect(words).toContain('cloud-images:vendors: {mycloud: {about: "…", arches: [amd64]}} (docs/own-images.md)');
  });

  it("of an arch that its vendor's row lacks is refused", async () => {
    const words = await wordsOf(ofMyCloud(), { mycloud: { ...row, arches: ["arm64"] } });
    expect(words).toContain("add amd64 to cloud-images:vendors.mycloud.arches in the stack's file");
  });

  it("of a vendor of the stack's own has at most the row's disk", async () => {
    const words = await wordsOf(ofMyCloud({ archive }), { mycloud: row });
    expect(words).toContain("at most 2 GiB");
    expect(words).toContain("raise diskGigabytes of cloud-images:vendors.mycloud");
  });

  it("may be of tomorrow, as clocks differ, and of no later day", async () => {
    expect(await refusal({}, addDays(today, -1))).toBe("");
    expect(await refusal({}, addDays(today, -2))).toContain("expected a version of 2026-07-16 at the latest");
  });

  it("may be small and hold only zeros", async () => {
    const size = archiveBounds.ratioFrom - 10_240;
    const small = { ...member, regions: [{ offset: 0, size }], stored: size, end: size + 512 };
    expect(await refusal({ archive: { compressed: 1000, uncompressed: size + 2048, member: small } })).toBe("");
  });

  it.each(Object.keys(suites))("of %s is known by its codename", async (suite) => {
    const name = base.replace("trixie", suite);
    expect(await refusal(named(name))).not.toContain("one of the suites");
  });
});
