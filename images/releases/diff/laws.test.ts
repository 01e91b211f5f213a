import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { publishedManifests } from "../../../test/dpkg/manifests.ts";
import { claim, hasDpkg, wrongClaims } from "../../../test/dpkg/order.ts";
import {
  anyFewVersion,
  anyPackages,
  installed,
  sampleNames,
  sampleSources,
} from "../../../test/samples/package-samples.ts";
import type { InstalledPackage } from "../../packages/types.ts";
import { day } from "../../../test/samples/samples.ts";
import { pockets, urgencies, type Advisory, type ArchivedPackage, type TrackedIssue } from "../security/types.ts";
import { diffImages, nothingKnown, type SecurityKnowledge } from "./diff.ts";
import type { ChangeName, ImageDiff, PackageChange } from "./types.ts";

/** The packages with the changes made, by name. Throws a RangeError when the diff is not of these packages. */
function applyDiff(packages: readonly InstalledPackage[], { changes }: ImageDiff): InstalledPackage[] {
  const kept = [...packages];
  for (const { before } of changes) {
    if (before === null) continue;
    const at = kept.findIndex(({ name, version }) => name === before.name && version === before.version);
    if (at === -1) throw new RangeError(`not among the packages: ${before.name} ${before.version}`);
    kept.splice(at, 1);
  }
  return [...kept, ...changes.flatMap(({ after }) => after ?? [])].sort(byName);
}

const byName = (a: InstalledPackage, b: InstalledPackage): number => (a.name < b.name ? -1 : Number(a.name > b.name));

/** The way back. */
const mirrorDiff = ({ changes }: ImageDiff): ImageDiff => ({ changes: changes.map(mirrorChange) });

const mirrorChange = ({ before, after, names, fixes }: PackageChange): PackageChange => ({
  before: after,
  after: before,
  names: names.map((name) => opposites[name] ?? name),
  fixes,
});

const opposites: Partial<Record<ChangeName, ChangeName>> = {
  added: "removed",
  removed: "added",
  upgraded: "downgraded",
  downgraded: "upgraded",
};

const anyCves = fc.subarray(["CVE-1", "CVE-2", "CVE-3"]);

const anyAdvisory: fc.Arbitrary<Advisory> = fc.record({
  id: fc.constantFrom("DSA-1-1", "DSA-1-2", "DLA-2-1"),
  day: fc.constant(day("2026-07-01")),
  source: fc.constantFrom(...sampleSources),
  description: fc.constant(""),
  cves: anyCves,
  fixes: anyFewVersion.map((version) => new Map([["bookworm", { is: "fixed", version } as const]])),
});

const anyIssue: fc.Arbitrary<TrackedIssue> = fc.record({
  cve: fc.constantFrom("CVE-1", "CVE-2", "CVE-3", "CVE-4"),
  status: fc.constant("resolved"),
  fixed: fc.option(anyFewVersion, { nil: null }),
  urgency: fc.constantFrom(...urgencies),
  noDsa: fc.boolean(),
});

const anyArchived: fc.Arbitrary<ArchivedPackage> = fc.record({
  version: anyFewVersion,
  source: fc.constant({ name: "x", version: "1" }),
  pocket: fc.constantFrom(...pockets),
});

const listsBy = <T>(keys: readonly string[], of: fc.Arbitrary<T>): fc.Arbitrary<Map<string, T[]>> =>
  fc
    .array(fc.tuple(fc.constantFrom(...keys), fc.array(of, { maxLength: 3 })), { maxLength: 8 })
    .map((rows) => new Map(rows));

const bareNames = sampleNames.map((name) => name.replace(/:.*/, ""));

const anyKnowledge: fc.Arbitrary<SecurityKnowledge> = fc.record({
  suite: fc.constantFrom("bookworm", "bookworm-backports", "sid"),
  advisories: fc.array(anyAdvisory, { maxLength: 6 }),
  issues: listsBy(sampleSources, anyIssue),
  archive: listsBy(bareNames, anyArchived).map((index) => new Map([["amd64", index] as const])),
});

const listed = (packages: readonly InstalledPackage[]): string[] =>
  packages.map(({ name, version }) => `${name} ${version}`).sort();

function expectLaws(a: readonly InstalledPackage[], b: readonly InstalledPackage[], diff: ImageDiff, back: ImageDiff) {
  expect(back).toEqual(mirrorDiff(diff));
  expect(listed(applyDiff(a, diff))).toEqual(listed(b));
  expect(listed(applyDiff(b, back))).toEqual(listed(a));
  for (const { names } of diff.changes) expect(names.length).toBeGreaterThan(0);
}

describe("the diff of any two images", () => {
  it("mirrors the way back, and makes the one of the other", () => {
    fc.assert(
      fc.property(anyPackages, anyPackages, anyKnowledge, (a, b, knowledge) => {
        expectLaws(a, b, diffImages(a, b, knowledge), diffImages(b, a, knowledge));
      }),
      { numRuns: 500 },
    );
  });

  it("is empty of an image and itself, in whatever order its packages come", () => {
    fc.assert(
      fc.property(anyPackages, anyKnowledge, (a, knowledge) => {
        expect(diffImages(a, a.toReversed(), knowledge)).toEqual({ changes: [] });
      }),
    );
  });

  it("is applied to no other image", () => {
    const diff = diffImages([installed("bash", "1")], [installed("bash", "2")], nothingKnown("bookworm"));
    expect(() => applyDiff([installed("bash", "3")], diff)).toThrow("not among the packages: bash 1");
  });
});

const images = publishedManifests.map(({ name, packages }) => ({
  name,
  packages: packages.map((entry) => ({ ...entry, source: null })),
}));
const pairs = images.flatMap((a) => images.map((b) => [a.name, b.name, a.packages, b.packages] as const));

describe.skipIf(pairs.length === 0)("the diff of the published", () => {
  const knowledge = nothingKnown("bookworm");

  it.each(pairs)("%s and %s keeps the laws", (_a, _b, a, b) => {
    expectLaws(a, b, diffImages(a, b, knowledge), diffImages(b, a, knowledge));
  });

  it.skipIf(!hasDpkg)("goes the way that dpkg says, in every change of every pair", () => {
    const claims = pairs.flatMap(([, , a, b]) =>
      diffImages(a, b, knowledge).changes.flatMap(({ before, after, names }) => {
        if (before === null || after === null) return [];
        const order = Number(names.includes("downgraded")) - Number(names.includes("upgraded"));
        return [claim(before.version, after.version, order)];
      }),
    );
    const once = new Map(claims.map((said) => [JSON.stringify(said), said]));
    expect(wrongClaims([...once.values()])).toEqual([]);
  });
});
