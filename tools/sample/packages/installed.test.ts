import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dayOfDate, formatDay, type Day } from "../../../images/model/day.ts";
import { buildsOf, suites, type Suite } from "../../../images/model/definitions/suites.ts";
import { parseVersion, type Version } from "../../../images/model/version.ts";
import { packagesOf, type SampleBuild } from "../build.ts";

const everyBuild = Object.keys(suites)
  .filter((suite): suite is Suite => Object.hasOwn(suites, suite))
  .flatMap((suite) => buildsOf(suite).map((build) => ({ suite, ...build })));

function versionOf(day: Day, counter: number): Version {
  const version = parseVersion(`${formatDay(day).replaceAll("-", "")}-${counter}`);
  if (version === undefined) throw new Error("no version");
  return version;
}

const july = versionOf(dayOfDate(new Date("2026-07-17")), 2542);
const trixie = { suite: "trixie", vendor: "genericcloud", arch: "amd64", version: july } as const;
const listed = (build: SampleBuild) => packagesOf(build).map(({ name, version }) => `${name} ${version}`);

describe("the packages of a sample", () => {
  test.each(everyBuild)("of $suite/$vendor/$arch are in dpkg's order, each once, with one kernel", (build) => {
    const names = packagesOf({ ...build, version: july }).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names.filter((name) => /^linux-image-\d/.test(name))).toHaveLength(1);
    expect(names.length).toBeGreaterThan(120);
  });

  test.each([
    ["genericcloud", "amd64", "linux-image-cloud-amd64", "linux-signed-amd64"],
    ["generic", "arm64", "linux-image-arm64", "linux-signed-arm64"],
    ["generic", "ppc64el", "linux-image-powerpc64le", "linux"],
  ] as const)("of %s/%s have the kernel %s from source %s", (vendor, arch, name, source) => {
    const kernel = packagesOf({ ...trixie, vendor, arch }).find((installed) => installed.name === name);
    expect(kernel?.source).toBe(source);
  });

  test.each([
    ["azure", "waagent", true],
    ["ec2", "waagent", false],
    ["nocloud", "cloud-init", false],
    ["generic", "cloud-init", true],
  ] as const)("of %s have %s: %s", (vendor, name, expected) => {
    const names = packagesOf({ ...trixie, vendor }).map((installed) => installed.name);
    expect(names.includes(name)).toBe(expected);
  });

  test("change from one day's version to the next's, and with the counter on one day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 5000 }), (days, counter) => {
        const day = addDays(dayOfDate(new Date("2026-01-01")), days);
        const today = listed({ ...trixie, version: versionOf(day, counter) });
        expect(listed({ ...trixie, version: versionOf(addDays(day, 1), counter + 1) })).not.toEqual(today);
        expect(listed({ ...trixie, version: versionOf(day, counter + 1) })).not.toEqual(today);
      }),
      { numRuns: 50 },
    );
  });

  test("are those of a told state: what was updated so often, and what was built again", () => {
    const before = new Set(listed({ ...trixie, updates: {} }));
    const after = listed({ ...trixie, updates: { openssl: 1, linux: 2 }, rebuilds: 3 });
    const sources = new Set(["openssl", "linux-signed-amd64"]);
    const changed = packagesOf({ ...trixie, updates: { openssl: 1, linux: 2 }, rebuilds: 3 }).filter(
      ({ name, version }) => !before.has(`${name} ${version}`),
    );
    expect(after).toContain("bash 5.2.37-2+b13");
    expect(changed.filter(({ source, version }) => !sources.has(source) && !/\+b\d+$/.test(version))).toEqual([]);
    expect(changed.map(({ source }) => source)).toEqual(expect.arrayContaining([...sources]));
  });
});
