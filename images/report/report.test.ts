import { describe, expect, test } from "vitest";
import { cloud, Story } from "../../test/histories/story.ts";
import type { Decision } from "../releases/decision/types.ts";
import type { Fix, PackageChange } from "../releases/diff/types.ts";
import { openstackTypes } from "../../targets/openstack/model/resources.ts";
import { resourceTypes } from "../tree/resources.ts";
import { mirrorTarget } from "../model/target.ts";
import { reportOf } from "./report.ts";
import { dailies, dailyVersion, later, lookedAt, members, step } from "../../test/samples/report/stories.ts";
import { kernelChanges } from "../../test/samples/kernel-changes.ts";
import type { Movement, PublicationReport, Report } from "./types.ts";
import type { ReportInput } from "./input.ts";
import { version as versionOf } from "../../test/samples/samples.ts";

const [v1, v2, v3] = ["20260701-1", "20260702-2", "20260703-3"] as const;

function reported(input: ReportInput): PublicationReport {
  const [publication] = reportOf(input).publications;
  if (publication === undefined) throw new RangeError("no publication");
  return publication;
}

const told = ({ kind, version, images, targets }: Movement): string =>
  `${kind} ${version} ${images.patterns.join(" ")} at ${targets.join(" ")}`;

const toldOf = (story: Story): string[] => reported(lookedAt(story)).movements.map(told);

describe("what happens to images", () => {
  const twoDays = (): Story => new Story().arrives(v1).run().arrives(v2);
  const damaged = (repairable: boolean): Story =>
    later(twoDays().after(1), 1).happens({
      kind: "damaged",
      version: versionOf(v1),
      member: "generic/arm64",
      target: "mirror",
      repairable,
    });

  test.each<[string, () => Story, string[]]>([
    ["a first set appears", () => new Story().arrives(v1), [`appears ${v1} */* at mirror`]],
    [
      "a newer set takes its place",
      () => later(twoDays(), 1),
      [`appears ${v2} */* at mirror`, `superseded ${v1} */* at mirror`],
    ],
    ["nothing", () => later(twoDays().after(1), 1), []],
    [
      "a set waits for what is required",
      () => new Story().arrives(v1, { members: ["generic/arm64"] }),
      [`made ${v1} generic/arm64 at mirror`],
    ],
    [
      "a late image joins",
      () =>
        new Story()
          .arrives(v1, { members: ["generic/amd64"] })
          .run()
          .arrives(v1, { members: ["generic/arm64"] }),
      [`joins ${v1} generic/arm64 at mirror`],
    ],
    [
      "a set is the same as the current one",
      () =>
        later(
          new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1 }).run().arrives(v2, { packages: 1 }),
          1,
        ),
      [`held ${v2} */* at mirror`],
    ],
    [
      "one is withdrawn, and the one before returns",
      () => twoDays().after(1).happens({ kind: "withdraw", key: v2, reason: "it does not boot" }),
      [`withdrawn ${v2} */* at mirror`, `returns ${v1} */* at mirror`],
    ],
    ["one can be made again", () => damaged(true), [`repaired ${v1} generic/arm64 at mirror`]],
    ["one cannot", () => damaged(false), [`lost ${v1} generic/arm64 at mirror`]],
    ["old ones are hidden", () => later(twoDays().after(1), 13), [`hidden ${v1} */* at mirror`]],
    [
      "hidden ones go, the irreversible first",
      () => later(twoDays().after(1).arrives(v3).after(1).after(12), 106),
      [`deleted ${v1} */* at mirror`, `hidden ${v2} */* at mirror`],
    ],
    [
      "some is still needed",
      () =>
        later(twoDays().after(1).after(13), 106).happens({
          kind: "needed",
          version: versionOf(v1),
          member: "generic/amd64",
          target: "mirror",
          needed: true,
        }),
      [`deleted ${v1} generic/arm64 at mirror`, `spared ${v1} generic/amd64 at mirror`],
    ],
    [
      "places where the same happens are told together",
      () => new Story({ targets: [mirrorTarget, cloud] }).arrives(v1),
      [`appears ${v1} */* at mirror aws`],
    ],
    [
      "a place that was down comes later",
      () =>
        later(
          new Story({ targets: [mirrorTarget, cloud] })
            .arrives(v1)
            .happens({ kind: "target", target: "aws", state: "down" })
            .run()
            .happens({ kind: "target", target: "aws", state: "up" }),
          1,
        ),
      [`joins ${v1} */* at aws`],
    ],
  ])("%s", (_, story, expected) => expect(toldOf(story())).toEqual(expected));

  test("each with its reason and day", () => {
    const [deleted] = reported(lookedAt(later(dailies(5).after(11), 106))).movements;
    expect(deleted).toMatchObject({
      day: later(dailies(1), 121).day,
      reason: "shown 2026-07-01, hidden 2026-07-16; kept for 120 days",
    });
  });

  test("counted once, at however many places", () => {
    const { counts } = reported(lookedAt(new Story({ targets: [mirrorTarget, cloud] }).arrives(v1)));
    expect(counts).toEqual({ appears: 2 });
  });

  test("the run that does it leaves nothing to tell", () => {
    const story = later(dailies(17), 1).arrives(dailyVersion(17), { members, packages: 17 });
    const report = reportOf(lookedAt(story.run()));
    expect(report.publications).toMatchObject([{ movements: [], pointers: [], gates: [], packages: [] }]);
    expect(report.engine).toEqual({ operations: {}, unexplained: [], missing: [] });
  });
});

describe("pointers", () => {
  test("are told with the versions that they leave and reach", () => {
    const [first, second] = [new Story().arrives(v1), later(new Story().arrives(v1).run().arrives(v2), 1)];
    expect(reported(lookedAt(first)).pointers).toMatchObject([{ from: null, to: v1, backwards: false }]);
    expect(reported(lookedAt(second)).pointers).toMatchObject([{ from: v1, to: v2, backwards: false }]);
  });

  test("that go back are told so, and so are those that end", () => {
    const withdrawn = (story: Story, key: string): Story => story.happens({ kind: "withdraw", key, reason: "a test" });
    const back = withdrawn(new Story().arrives(v1).run().arrives(v2).after(1), v2);
    expect(reported(lookedAt(back)).pointers).toMatchObject([{ from: v2, to: v1, backwards: true }]);
    const end = withdrawn(new Story().arrives(v1).run(), v1);
    expect(reported(lookedAt(end)).pointers).toMatchObject([{ from: v1, to: null }]);
  });
});

describe("packages", () => {
  const appearing = (changes: (arch: string) => PackageChange[]): PublicationReport["packages"][number] => {
    const [packages] = reported(
      lookedAt(later(dailies(2), 1).arrives(dailyVersion(2), { members, packages: 2 }), { changes }),
    ).packages;
    if (packages === undefined) throw new RangeError("no packages");
    return packages;
  };

  test("of a set are told against what users have, fixes first, each once", () => {
    const { version, against, fixes } = appearing(kernelChanges);
    expect([version, against]).toEqual([dailyVersion(2), [dailyVersion(1)]]);
    expect(fixes).toMatchObject([
      { advisory: "DSA-6134-1", source: "linux", images: { patterns: ["*/*"] } },
      { advisory: "DSA-6131-1", source: "openssl", packages: ["libssl3t64", "openssl"] },
    ]);
  });

  test("changes that the same images share stand together, whatever their arch is called", () => {
    const { groups } = appearing(kernelChanges);
    expect(
      groups.map(({ images, changes, rebuilds }) => [
        images.patterns.join(" "),
        changes.map(({ packages }) => packages.join(" ")),
        rebuilds,
      ]),
    ).toEqual([
      ["*/*", ["libssl3t64 openssl", "tzdata"], 0],
      ["*/arm64", ["linux-image-6.12.107+deb13-cloud-arm64"], 1],
      ["*/amd64", ["linux-image-6.12.107+deb13-cloud-amd64"], 0],
      ["*/ppc64el", ["linux-image-6.12.107+deb13-powerpc64le"], 0],
      ["*/riscv64", ["linux-image-6.12.107+deb13-riscv64"], 0],
    ]);
  });

  test("a downgrade brings vulnerabilities back", () => {
    const down = kernelChanges("amd64").map((change): PackageChange => ({
      ...change,
      before: change.after,
      after: change.before,
      names: ["downgraded"],
    }));
    const { fixes, reopened } = appearing(() => down);
    expect(fixes).toEqual([]);
    expect(reopened.map(({ advisory }) => advisory)).toEqual(["DSA-6134-1", "DSA-6131-1"]);
  });

  test("vulnerabilities that only the tracker knows are told together", () => {
    const vulnerability = (cve: string): Fix => ({
      advisory: null,
      cves: [cve],
      source: "linux",
      version: "6.12.107-1",
      urgency: "low",
    });
    const [kernel] = kernelChanges("amd64");
    const { fixes } = appearing(() =>
      kernel === undefined ? [] : [{ ...kernel, fixes: [vulnerability("CVE-1"), vulnerability("CVE-2")] }],
    );
    expect(fixes).toMatchObject([{ advisory: null, cves: ["CVE-1", "CVE-2"] }]);
  });

  test("that are equal, or unknown, are told so", () => {
    expect(appearing(() => []).unchanged.patterns).toEqual(["*/*"]);
    const input = lookedAt(new Story().arrives(v1));
    expect(reported({ ...input, diffs: new Map() }).packages).toMatchObject([
      { against: [], unknown: { patterns: ["*/*"] } },
    ]);
  });
});

describe("a decision", () => {
  const decision: Decision = {
    verdict: "hold",
    version: null,
    rule: "nothing",
    reasons: ["nothing but rebuilds"],
    written: null,
    acts: false,
    changes: [],
    waiting: [],
  };
  const todo = (change: Partial<Decision>): string | null | undefined =>
    reported(lookedAt(new Story({ channel: "release" }), { decision: { ...decision, ...change } })).decision?.todo;

  test.each<[string, Partial<Decision>, RegExp]>([
    [
      "a proposal",
      { verdict: "publish", version: versionOf(v1) },
      /publish: \{version: 20260701-1, reason: …\} into Pulumi\.trixie-release\.yaml/,
    ],
    ["a missing build", { verdict: "waiting-for-build" }, /build a daily/],
    ["a hold by a person", { rule: "person" }, /take hold out of cloud-images:publish/],
    ["security data that is not there", { rule: "unknown-security" }, /cloud-images:security/],
    ["a downgrade", { rule: "downgrade" }, /cloud-images:release\.downgrades/],
  ])("tells what a person has to do: %s", (_, change, expected) => expect(todo(change)).toMatch(expected));

  test.each<[string, Partial<Decision>]>([
    ["nothing to release", {}],
    ["a release that this run does", { verdict: "publish", version: versionOf(v1), acts: true }],
  ])("asks nobody for anything: %s", (_, change) => expect(todo(change)).toBeNull());
});

describe("the engine's steps", () => {
  const input = lookedAt(later(dailies(2), 1).arrives(dailyVersion(2), { members, packages: 2 }));
  const known = `debian-13-generic-amd64-daily-${dailyVersion(0)}`;
  const engineOf = (change: Partial<ReportInput>): Report["engine"] => reportOf({ ...input, ...change }).engine;

  test("that the plan asks for are only counted", () => {
    expect(engineOf({})).toEqual({ operations: { create: 17, update: 3 }, unexplained: [], missing: [] });
  });

  test.each<[string, string, string, string, boolean, RegExp]>([
    ["drift", resourceTypes.imageFiles, `${known}-files`, "update", false, /drift is repaired/],
    [
      "what is new to its state",
      resourceTypes.imageFiles,
      `${known}-files`,
      "create",
      false,
      /new to the engine's state/,
    ],
    [
      "a cloud that has nothing yet, and may be down",
      openstackTypes.image,
      `${known}-openstack-partner-image`,
      "create",
      false,
      /no record names it at this cloud/,
    ],
    ["the provider", "pulumi:providers:debian", "debian", "update", false, /provider.s version/],
    ["the configuration", "debian:cloud:Publication", "trixie-daily", "update", false, /configuration/],
    ["a deletion that is not due", resourceTypes.imageFiles, `${known}-files`, "delete", true, /not name it as due/],
    ["a replacement", resourceTypes.imageFiles, `${known}-files`, "delete-replaced", true, /replaces what exists/],
    ["pointers that go", resourceTypes.latest, "trixie-daily-latest", "delete", true, /names no reason/],
    ["a stranger", "aws:ec2/ami:Ami", "something", "create", true, /unknown to the plan/],
  ])("that it does not are named: %s", (_, type, name, operation, grave, meaning) => {
    const { unexplained } = engineOf({ steps: [...input.steps, step(type, name, operation)] });
    expect(unexplained).toMatchObject([{ operations: [operation], type, names: [name], grave }]);
    expect(unexplained[0]?.meaning).toMatch(meaning);
  });

  test("that show what an earlier run made, and could not show, are asked for by the plan", () => {
    const moving = `debian-13-generic-amd64-daily-${dailyVersion(1)}`;
    const shown = step(openstackTypes.imageAccess, `${moving}-openstack-partner-access`, "create");
    expect(engineOf({ steps: [...input.steps, shown] }).unexplained).toEqual([]);
  });

  test("of one kind are told together", () => {
    const names = members.map((member) => `debian-13-${member.replace("/", "-")}-daily-${dailyVersion(0)}-files`);
    const { unexplained } = engineOf({
      steps: [...input.steps, ...names.map((name) => step(resourceTypes.imageFiles, name, "update"))],
    });
    expect(unexplained).toMatchObject([{ names }]);
  });

  test.each(["same", "read", "refresh"])("that change nothing are no news: %s", (operation) => {
    expect(engineOf({ steps: [...input.steps, step(resourceTypes.gate, "anything", operation)] }).unexplained).toEqual(
      [],
    );
  });

  test("that finish what an earlier run began to delete are told so", () => {
    const story = later(dailies(5).after(11), 106).run();
    const tombstoned = step(resourceTypes.imageFiles, `${known}-files`, "delete");
    expect(reportOf({ ...lookedAt(story), steps: [tombstoned] }).engine.unexplained).toMatchObject([
      { meaning: "completes a deletion that an earlier run recorded", grave: false },
    ]);
  });

  test("that are missing are named", () => {
    expect(engineOf({ steps: [] }).missing.map(({ what, version }) => `${what} ${version}`)).toEqual([
      `appears ${dailyVersion(2)}`,
      `superseded ${dailyVersion(1)}`,
      `pointers ${dailyVersion(2)}`,
    ]);
  });
});

test("a report without the engine says so, and holds no step against the plan", () => {
  const { engine, warnings } = reportOf({ ...lookedAt(dailies(2)), steps: null });
  expect(engine).toEqual({ operations: {}, unexplained: [], missing: [] });
  expect(warnings).toContainEqual(expect.stringContaining("the engine and its state were not asked"));
});

test("refusals of what is required come first", () => {
  const refusal = (member: string) => ({
    where: `debian-13-${member}-daily-${v1}`,
    value: "",
    expected: "a build",
    remedy: "build it again",
  });
  const { refusals } = reportOf({
    ...lookedAt(new Story()),
    refusals: [refusal("generic-arm64"), refusal("generic-amd64")],
  });
  expect(refusals.map(({ where, required }) => [where, required])).toEqual([
    [`debian-13-generic-amd64-daily-${v1}`, true],
    [`debian-13-generic-arm64-daily-${v1}`, false],
  ]);
});
