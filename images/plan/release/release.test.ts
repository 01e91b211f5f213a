import { describe, expect, it } from "vitest";
import type { ReleaseFacts } from "../../releases/decision/types.ts";
import { imageName, type Image } from "../../model/image.ts";
import { installed } from "../../../test/samples/package-samples.ts";
import type { Phase } from "../../tree/record.ts";
import { recordOf } from "../../../test/samples/record-samples.ts";
import { day, policy as defaults, version } from "../../../test/samples/samples.ts";
import type { SecurityFacts } from "../../releases/security/types.ts";
import type { StackPolicy } from "../policy.ts";
import type { Candidate, Facts, RecordedSet } from "../facts.ts";
import { plan } from "../plan.ts";

const today = day("2026-07-20");
const [older, newer] = ["20260701-2500", "20260718-2517"] as const;
const member = "generic/amd64";

const policy: StackPolicy = {
  ...defaults,
  channel: "release",
  expect: { required: [member], bestEffort: [] },
  release: { ...defaults.release, mode: "auto" },
};

const fresh = { state: "fresh", reason: "fetched today" } as const;
const security: SecurityFacts = {
  advisories: [
    {
      id: "DSA-6200-1",
      day: day("2026-07-17"),
      source: "openssl",
      description: "security update",
      cves: ["CVE-2026-1000"],
      fixes: new Map([["trixie", { is: "fixed", version: "3.5.1-1+deb13u2" }]]),
    },
  ],
  issues: new Map(),
  archive: new Map(),
  sources: { dsa: fresh, dla: fresh, tracker: fresh, archive: fresh },
};

const packagesOf = (openssl: string) => new Map([[member, [installed("openssl", openssl)]] as const]);
const last = { version: version(older), shown: day("2026-07-02"), images: packagesOf("3.5.1-1+deb13u1") };
const release: ReleaseFacts = {
  last,
  dailies: [{ version: version(newer), images: packagesOf("3.5.1-1+deb13u2") }],
  security,
};

const imageOf = (text: string): Image => ({
  suite: "trixie",
  channel: "release",
  vendor: "generic",
  arch: "amd64",
  version: version(text),
});

const digest = (text: string): string => (text === older ? "ab" : "cd").repeat(64);
const packages = "ef".repeat(32);

const candidate = (text: string): Candidate => ({
  image: imageOf(text),
  digest: digest(text),
  packages,
  notInStable: null,
  source: `/tree/trixie/daily/${text}`,
});

function recorded(text: string, phase: Phase, shown?: string): RecordedSet {
  const days = { made: day("2026-07-02"), ...(shown && { shown: day(shown) }) };
  const record = recordOf(imageOf(text), {
    digest: digest(text),
    packages,
    attempts: [{ day: days.made, outcome: "passed", final: false, findings: [] }],
    targets: { mirror: { phase, reason: "", listed: true, days, refs: [] } },
  });
  return { version: version(text), expect: { required: [member], bestEffort: [] }, images: [record] };
}

const facts: Facts = {
  suite: "trixie",
  channel: "release",
  sets: [recorded(older, "current", "2026-07-02")],
  tombstones: [],
  candidates: [candidate(newer)],
  release,
  foreign: [],
  observed: new Map(),
};

const planned = (changes: Partial<StackPolicy> = {}, changed: Partial<Facts> = {}) =>
  plan({ ...facts, ...changed }, { ...policy, ...changes }, today);

const phases = (changes: Partial<StackPolicy> = {}, changed: Partial<Facts> = {}) =>
  Object.fromEntries(
    planned(changes, changed).sets.map((set) => [set.version, set.images[0]?.targets.get("mirror")?.phase]),
  );

const publish = (text: string) => ({ publish: { version: version(text), hold: false, reason: "asked for" } });
const propose = { release: { ...policy.release, mode: "propose" } } as const;

describe("a release", () => {
  it("is what the decision says, where the policy leaves it to that; the one before is superseded", () => {
    expect(phases()).toEqual({ [newer]: "current", [older]: "superseded" });
  });

  it("keeps why it is published", () => {
    expect(planned().sets[0]?.decision).toMatchObject({
      rule: "security",
      reasons: [expect.stringContaining("DSA-6200-1")],
      written: null,
    });
  });

  it("is only proposed, unless the policy says otherwise", () => {
    const proposed = planned(propose);
    expect(proposed.sets.map((set) => set.version)).toEqual([older]);
    expect(proposed.decision).toMatchObject({ verdict: "publish", version: newer, acts: false });
    expect(proposed.refusals).toEqual([]);
  });

  it("that a person names is published, with what they wrote", () => {
    const { sets } = planned({ ...propose, ...publish(newer) });
    expect(sets[0]?.decision).toMatchObject({ rule: "person", written: "asked for" });
    expect(phases({ ...propose, ...publish(newer) })).toEqual({ [newer]: "current", [older]: "superseded" });
  });

  it("that a person holds waits, also when it was made already", () => {
    const hold = { publish: { version: null, hold: true, reason: "the point release is tomorrow" } };
    expect(phases(hold)).toEqual({ [older]: "current" });
    const made = [recorded(newer, "made"), ...facts.sets];
    expect(phases(hold, { sets: made })).toEqual({ [newer]: "made", [older]: "current" });
    expect(phases({}, { sets: made })).toEqual({ [newer]: "current", [older]: "superseded" });
  });

  it("that is named and may not be published is refused, with what stands against it", () => {
    const downgrade = { ...release, dailies: [{ version: version(newer), images: packagesOf("3.5.0-1") }] };
    const { refusals, sets } = planned({ ...propose, ...publish(newer) }, { release: downgrade });
    expect(sets.map((set) => set.version)).toEqual([older]);
    expect(refusals).toMatchObject([{ where: "cloud-images:publish.version", value: newer }]);
    expect(refusals[0]?.expected).toContain("openssl");
  });

  it("stays as it is while its version is still named", () => {
    const again = planned({ ...propose, ...publish(older) }, { candidates: [candidate(older)] });
    expect([again.refusals, again.sets.map((set) => set.version)]).toEqual([[], [older]]);
  });

  it("that was named long ago keeps nothing newer back", () => {
    const newest = "20260719-2518";
    const sets = [recorded(newer, "current", "2026-07-19"), ...facts.sets];
    const dailies = [{ version: version(newest), images: packagesOf("3.5.1-1+deb13u2") }];
    const known = { sets, candidates: [candidate(newest)], release: { ...release, dailies } };
    expect(planned(publish(older), known).decision).toMatchObject({ verdict: "publish", version: newest });
  });

  it("keeps its reason in the record", () => {
    const why = { rule: "person" as const, reasons: ["a fix"], written: "asked for" };
    const sets = facts.sets.map((set) => ({ ...set, decision: why }));
    expect(planned({}, { sets, candidates: [] }).sets[0]?.decision).toEqual(why);
  });
});

describe("a release whose daily was withdrawn", () => {
  const withdrawnDailies = [{ version: version(older), member, reason: "no network" } as const];
  const refused = (changes: Partial<StackPolicy> = {}) => planned(changes, { withdrawnDailies }).refusals;

  it("is asked about until a person answers", () => {
    expect(refused()).toMatchObject([
      { where: imageName(imageOf(older)), value: "its daily was withdrawn: no network" },
    ]);
  });

  it.each([
    ["it stays, and why", { keepReleased: { [`${older}/${member}`]: "releases have another kernel command line" } }],
    ["its whole version stays", { keepReleased: { [older]: "checked" } }],
    ["it is withdrawn too", { withdraw: { [older]: "no network" } }],
  ])("is answered: %s", (_, changes) => {
    expect(refused(changes)).toEqual([]);
  });
});
