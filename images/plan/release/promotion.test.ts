import { describe, expect, it } from "vitest";
import type { Image } from "../../model/image.ts";
import type { RecordedSet } from "../facts.ts";
import { isPromotable, lastRelease, newestPromotable, withdrawnDailies } from "./promotion.ts";
import type { ImageRecord, Phase, Tombstone } from "../../tree/record.ts";
import { recordOf } from "../../../test/samples/record-samples.ts";
import { day, memberNamed, version } from "../../../test/samples/samples.ts";

const digest = "ab".repeat(64);

interface Sample {
  phase: Phase;
  shown?: string;
  held?: string;
  outcome?: "passed" | "failed";
}

function image(text: string, member: string, { phase, shown, held, outcome = "passed" }: Sample): ImageRecord {
  const made = day("2026-07-01");
  const days = { made, ...(shown && { shown: day(shown) }), ...(held && { held: day(held) }) };
  const identity: Image = { suite: "trixie", channel: "daily", ...memberNamed(member), version: version(text) };
  return recordOf(identity, {
    digest,
    attempts: [{ day: made, outcome, final: false, findings: [] }],
    targets: { mirror: { phase, reason: `${phase} for a reason`, listed: false, days, refs: [] } },
  });
}

const set = (text: string, images: Readonly<Record<string, Sample>>): RecordedSet => ({
  version: version(text),
  expect: { required: [], bestEffort: [] },
  images: Object.entries(images).map(([member, sample]) => image(text, member, sample)),
});

const shown = { phase: "current", shown: "2026-07-01" } as const;
const required = ["generic/amd64", "generic/arm64"] as const;
const whole = (text: string, sample: Sample = shown) => set(text, { "generic/amd64": sample, "generic/arm64": sample });

const [older, newer, newest] = ["20260701-1", "20260702-2", "20260703-3"] as const;

describe("a daily", () => {
  it.each<[Phase, boolean]>([
    ["made", true],
    ["held", true],
    ["current", true],
    ["superseded", true],
    ["hidden", true],
    ["failed", false],
    ["withdrawn", false],
    ["lost", false],
    ["gone", false],
  ])("that is %s may be promoted: %s", (phase, expected) => {
    expect(isPromotable(image(older, "generic/amd64", { phase }))).toBe(expected);
  });

  it("that did not pass is not promoted", () => {
    expect(isPromotable(image(older, "generic/amd64", { phase: "made", outcome: "failed" }))).toBe(false);
  });
});

describe("the candidate of a release is the newest daily", () => {
  const candidate = (...dailies: RecordedSet[]) => newestPromotable(dailies, required)?.version;

  it("whose gate opened: shown, or held since nothing had changed", () => {
    const held = whole(newer, { phase: "held", held: "2026-07-02" });
    expect(candidate(whole(older), held, whole(newest, { phase: "made" }))).toBe(newer);
  });

  it("that has all that the release requires", () => {
    expect(candidate(whole(older), set(newer, { "generic/amd64": shown }))).toBe(older);
  });

  it("of which nothing that is required was withdrawn", () => {
    const withdrawn = set(newer, { "generic/amd64": shown, "generic/arm64": { ...shown, phase: "withdrawn" } });
    expect(candidate(whole(older), withdrawn)).toBe(older);
  });

  it("if there is one", () => {
    expect(candidate()).toBeUndefined();
  });
});

describe("the last release", () => {
  it("is the newest that was shown and not taken back, with its first day", () => {
    const last = lastRelease([
      whole(older),
      set(newer, {
        "generic/amd64": { phase: "superseded", shown: "2026-07-03" },
        "generic/arm64": { phase: "hidden", shown: "2026-07-02" },
      }),
      whole(newest, { phase: "made" }),
      whole("20260704-4", { phase: "withdrawn", shown: "2026-07-04" }),
    ]);
    expect([last?.set.version, last?.shown]).toEqual([newer, day("2026-07-02")]);
  });

  it("is compared by the images that are still there", () => {
    const last = lastRelease([
      set(newer, { "generic/amd64": shown, "generic/arm64": { phase: "lost", shown: "2026-07-02" } }),
    ]);
    expect(last?.set.images.map(({ arch }) => arch)).toEqual(["amd64"]);
  });
});

describe("withdrawn dailies", () => {
  const tombstone = (phase: Phase): Tombstone => ({
    image: "debian-13-generic-amd64-daily-20260701-1",
    target: "mirror",
    day: day("2026-08-01"),
    reason: "withdrawn: no network; kept for 30 days",
    phase,
    digest,
  });

  it("are those of the records, and those that are gone since", () => {
    const recorded = [set(newer, { "generic/arm64": { phase: "withdrawn", shown: "2026-07-02" } })];
    expect(withdrawnDailies(recorded, [tombstone("withdrawn")])).toEqual([
      { version: older, member: "generic/amd64", reason: "withdrawn: no network; kept for 30 days" },
      { version: newer, member: "generic/arm64", reason: "withdrawn for a reason" },
    ]);
  });

  it("are not those that went by age", () => {
    expect(withdrawnDailies([whole(older)], [tombstone("hidden")])).toEqual([]);
  });
});
