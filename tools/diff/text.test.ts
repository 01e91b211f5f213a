import { describe, expect, it } from "vitest";
import { diffImages, nothingKnown, type SecurityKnowledge } from "../../images/releases/diff/diff.ts";
import { installed } from "../../test/samples/package-samples.ts";
import type { InstalledPackage } from "../../images/packages/types.ts";
import { day } from "../../test/samples/samples.ts";
import type { SecurityFacts } from "../../images/releases/security/types.ts";
import type { ComparedImage, Comparison } from "./compare.ts";
import { comparisonJson } from "./json.ts";
import { comparisonText } from "./text.ts";

const cves = Array.from({ length: 9 }, (_, index) => `CVE-2026-${index + 1}`);

const knowledge: SecurityKnowledge = {
  ...nothingKnown("bookworm"),
  advisories: [
    {
      id: "DSA-7-1",
      day: day("2026-07-01"),
      source: "linux",
      description: "",
      cves,
      fixes: new Map([["bookworm", { is: "fixed", version: "6.1.192-2" }]]),
    },
  ],
  issues: new Map([
    ["openssl", [{ cve: "CVE-2026-70", status: "resolved", fixed: "3.0.17-1", urgency: "low", noDsa: true }]],
  ]),
};

function compared(
  name: string,
  before: readonly InstalledPackage[],
  after: readonly InstalledPackage[],
): ComparedImage {
  return { name, before, after, diff: diffImages(before, after, knowledge) };
}

const kernels = (abi: string, version: string, arch: string) => [
  installed(`linux-image-6.1.0-${abi}-${arch}`, version, `linux-signed-${arch} ${version.replace("-", "+")}`),
  installed(`linux-image-${arch}`, version, `linux-signed-${arch} ${version.replace("-", "+")}`),
];

const before = (arch: string) => [
  ...kernels("31", "6.1.128-1", arch),
  installed("openssl", "3.0.15-1"),
  installed(`libssl3:${arch}`, "3.0.15-1", "openssl"),
  installed("sudo", "1.9-2"),
  installed("bash", "5.2-2+b7", "bash 5.2-2"),
  installed("cron", "3.0-1"),
  installed("libicu67", "67.1-7", "icu"),
];
const after = (arch: string) => [
  ...kernels("56", "6.1.192-2", arch),
  installed("openssl", "3.0.17-1"),
  installed(`libssl3:${arch}`, "3.0.17-1", "openssl"),
  installed("sudo", "1.9-1"),
  installed("bash", "5.2-2+b13", "bash 5.2-2"),
  installed("libicu72", "72.1-3", "icu"),
];

const set = (name: string) => ({ name, isSet: true, sides: [] });

const comparison = (changed: Partial<Comparison>): Comparison => ({
  before: set("20260701-2526"),
  after: set("20260717-2542"),
  images: [],
  onlyBefore: [],
  onlyAfter: [],
  security: null,
  ...changed,
});

const fresh = { state: "fresh", reason: "" } as const;
const known: SecurityFacts["sources"] = { dsa: fresh, dla: fresh, tracker: fresh, archive: fresh };

describe("what a person reads of a diff", () => {
  it("is a line for each source, the gravest first, with the images that alone have it", () => {
    const images = [
      compared("generic/amd64", before("amd64"), after("amd64")),
      compared("generic/arm64", before("arm64"), [...after("arm64"), installed("vim", "9.1-1")]),
    ];
    expect(comparisonText(comparison({ images, onlyBefore: ["ec2/amd64"], security: known }))).toEqual([
      "20260701-2526 → 20260717-2542: 2 images in common",
      "only in 20260701-2526: ec2/amd64",
      "1 downgraded, 2 with security fixes, 1 renamed, 1 added, 1 removed, 1 only rebuilt",
      "  downgraded  sudo                 1.9-2 → 1.9-1",
      "  security    linux                6.1.128-1 → 6.1.192-2  kernel-abi; DSA-7-1: CVE-2026-1, CVE-2026-2, CVE-2026-3, CVE-2026-4, CVE-2026-5, CVE-2026-6 and 3 more",
      "  security    openssl              3.0.15-1 → 3.0.17-1    no advisory (low): CVE-2026-70",
      "  rename      libicu67 → libicu72  67.1-7 → 72.1-3",
      "  added       vim                  9.1-1                  in 1 of 2: generic/arm64",
      "  removed     cron                 3.0-1",
      "only rebuilt: bash",
    ]);
  });

  it("says of the way back what is open again", () => {
    const images = [compared("x", [installed("openssl", "3.0.17-1")], [installed("openssl", "3.0.15-1")])];
    expect(comparisonText(comparison({ images, security: known }))).toContain(
      "  downgraded  openssl  3.0.17-1 → 3.0.15-1  open again: no advisory (low): CVE-2026-70",
    );
  });

  it("counts what is the same under another arch", () => {
    const images = [compared("x", [installed("libc6:amd64", "2.36-9")], [installed("libc6:arm64", "2.36-9")])];
    expect(comparisonText(comparison({ images, security: known }))).toEqual([
      "20260701-2526 → 20260717-2542: 1 image in common",
      "no package differs",
      "the same version under another arch: 1 package",
    ]);
  });

  it.each([
    [null, "security fixes are not named: the stack's cloud-images:security names no data"],
    [
      { ...known, tracker: { state: "stale", reason: "answered 503" } as const },
      "security data, tracker: stale; answered 503",
    ],
  ])("ends with what is not known (%#)", (security, note) => {
    const images = [compared("x", [installed("bash", "5.2-1")], [installed("bash", "5.2-1")])];
    expect(comparisonText(comparison({ images, security })).at(-1)).toBe(note);
  });

  it("names the packages whose fixes cannot be told", () => {
    const images = [compared("x", [installed("bash", "5.2-1", null)], [installed("bash", "5.2-2", null)])];
    expect(comparisonText(comparison({ images, security: known })).at(-1)).toBe(
      "fixes of bash are not named: their source is not known",
    );
  });

  it("lets no build speak to the terminal", () => {
    const images = [compared("x", [], [installed("bash\u001b[2J", "5.2\n-1")])];
    const lines = comparisonText(comparison({ images }));
    expect(lines.join("")).not.toMatch(/\p{Cc}/u);
    expect(lines).toHaveLength(4);
  });
});

it("a program reads each change once, with the images that have it", () => {
  const [old, recent] = [installed("bash", "5.2-1"), installed("bash", "5.2-2")];
  const images = ["generic/amd64", "generic/arm64"].map((name) => compared(name, [old], [recent]));
  expect(comparisonJson(comparison({ images }))).toEqual({
    before: "20260701-2526",
    after: "20260717-2542",
    images: ["generic/amd64", "generic/arm64"],
    onlyBefore: [],
    onlyAfter: [],
    changes: [
      { before: old, after: recent, names: ["upgraded"], fixes: [], images: ["generic/amd64", "generic/arm64"] },
    ],
    security: null,
  });
});
