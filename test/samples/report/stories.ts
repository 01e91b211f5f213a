import { Story } from "../../histories/story.ts";
import { addDays, formatDay } from "../../../images/model/day.ts";
import type { Decision } from "../../../images/releases/decision/types.ts";
import type { PackageChange } from "../../../images/releases/diff/types.ts";
import { expectationOf } from "../../../images/model/expectation.ts";
import { setName, type Member } from "../../../images/model/image.ts";
import { plan } from "../../../images/plan/plan.ts";
import type { Plan } from "../../../images/plan/types.ts";
import { resourceTypes } from "../../../images/tree/resources.ts";
import { kernelChanges } from "../kernel-changes.ts";
import { day, policy, version as versionOf } from "../samples.ts";
import { mirrorTarget } from "../../../images/model/target.ts";
import { openstackTarget } from "../../../targets/openstack/model/target.ts";
import type { StackPolicy } from "../../../images/plan/policy.ts";
import { movementsOf } from "../../../images/report/movements.ts";
import { pointerMoves } from "../../../images/report/pointers.ts";
import type { EngineStep, ReportInput } from "../../../images/report/input.ts";
import { stepOf } from "../../../tools/up/saved-plan/saved-plan.ts";

/** What reports in tests are about: the history of a publication, up to the day on which somebody looks. */

const { required, bestEffort } = expectationOf({ ...policy, suite: "trixie" });
export const members: readonly Member[] = [...required, ...bestEffort];

/** The input of a report that has the engine's steps. */
type AskedInput = ReportInput & { steps: readonly EngineStep[] };

/** The input of a report on the story's day. Nothing is done. */
export function lookedAt(
  story: Story,
  { decision = null, changes }: { decision?: Decision | null; changes?: (arch: string) => PackageChange[] } = {},
): AskedInput {
  const facts = story.world.facts();
  const policy = story.world.policy();
  const seen = { ...plan(facts, policy, story.day), decision };
  const name = `${policy.suite}-${policy.channel}`;
  const appearing = seen.sets.flatMap(({ images }) => images.filter(({ record }) => record === null));
  const diffs = appearing.map((image) => [image.name, { changes: changes?.(image.image.arch) ?? [] }] as const);
  const steps = stepsFor(seen, policy, name);
  return {
    stack: name,
    day: story.day,
    publications: [{ name, policy, facts, plan: seen, refusals: [] }],
    steps,
    diffs: new Map(diffs),
    refusals: [],
    warnings: [],
    approve: steps.length === 0 ? null : `npm run up -- --stack ${name} --plan .dev/previews/${name}/plan.json`,
  };
}

/** The engine's steps for a plan, as in its saved plan. */
function stepsFor(seen: Plan, { suite, channel }: StackPolicy, publication: string): EngineStep[] {
  const movements = movementsOf(seen).filter(({ kind }) => kind !== "spared");
  const steps = movements.flatMap(({ kind, version, images }) => {
    const set = setName({ suite, channel, version });
    const chosen = images.members.map((member) => set.replace(/^(debian-13)/, `$1-${member.replace("/", "-")}`));
    const files = (operation: string) =>
      chosen.map((image) => step(resourceTypes.imageFiles, `${image}-files`, operation));
    const deletes = [
      ...files("delete"),
      step(resourceTypes.version, set, "delete"),
      step(resourceTypes.gate, set, "delete"),
    ];
    if (kind === "deleted") return deletes;
    if (kind === "appears" || kind === "made" || kind === "held") {
      return [...files("create"), step(resourceTypes.gate, set, "create"), step(resourceTypes.version, set, "create")];
    }
    return [...(kind === "withdrawn" ? files("update") : []), step(resourceTypes.version, set, "update")];
  });
  const latest =
    pointerMoves(seen, [mirrorTarget]).length > 0
      ? [step(resourceTypes.latest, `${publication}-latest`, "update")]
      : [];
  const index = movements.length > 0 ? [step(resourceTypes.index, publication, "update")] : [];
  return [...steps, ...latest, ...index];
}

export const step = (type: string, name: string, ...operations: string[]): EngineStep =>
  stepOf(`urn:pulumi:trixie-daily::cloud-images::${type}::${name}`, operations);

/** A story of so many dailies, one a day from 2026-07-01 on, each with other packages. It ends after the run of the last day. */
export function dailies(days: number, change: Partial<StackPolicy> = {}): Story {
  const story = new Story({ expect: policy.expect, retention: policy.retention, dailyPublish: "changed", ...change });
  for (let index = 0; index < days; index += 1) {
    story.arrives(dailyVersion(index), { members, packages: index }).after(index === 0 ? 0 : 1);
  }
  return story;
}

/** The version of a daily by its number, counted from 0. */
export const dailyVersion = (index: number): string =>
  `${formatDay(addDays(day("2026-07-01"), index)).replaceAll("-", "")}-${2526 + index}`;

/** Moves a story on by so many days, on which nothing runs. */
export function later(story: Story, days: number): Story {
  story.day = addDays(story.day, days);
  return story;
}

/** A release of early July, and the decision of a day on which a kernel was fixed. */
export function proposal(): ReportInput {
  const story = new Story({ channel: "release", expect: policy.expect, retention: policy.retention });
  story.arrives(dailyVersion(0), { members }).run();
  return lookedAt(later(story, 16), {
    decision: {
      verdict: "publish",
      version: versionOf(dailyVersion(16)),
      rule: "reboot",
      reasons: [
        "linux 6.12.107-1: DSA-6134-1, CVE-2026-23112 and 5 more, needs a reboot",
        "openssl 3.5.4-1~deb13u2: DSA-6131-1, CVE-2026-31001",
      ],
      written: null,
      acts: false,
      changes: kernelChanges("amd64"),
      waiting: [],
    },
  });
}

/** The stories whose reports are kept as golden files, by the file's name. */
export const stories = {
  "kernel-update": () =>
    lookedAt(later(dailies(17), 1).arrives(dailyVersion(17), { members, packages: 17 }), { changes: kernelChanges }),
  "quiet-day": () => lookedAt(dailies(16)),
  "held-daily": () => lookedAt(later(dailies(3), 1).arrives(dailyVersion(3), { members, packages: 2 })),
  withdrawal: () =>
    lookedAt(
      dailies(4).happens({
        kind: "withdraw",
        key: dailyVersion(3),
        reason: "cloud-init cannot reach the metadata service (Debian bug 1113000)",
      }),
    ),
  "proposed-release": proposal,
  clouds,
  "month-end": () => lookedAt(later(dailies(5).after(11), 106)),
  trouble,
} satisfies Readonly<Record<string, () => ReportInput>>;

/** A day with clouds beside the tree: one is up, one is down, one is retired. */
function clouds(): ReportInput {
  const at = (cloud: string, required: boolean) =>
    openstackTarget({ cloud, project: null, visibility: "community" }, required);
  const upkeep = { usdPerGibMonth: 0.05, date: "2026-07-01", copies: 1 };
  const story = dailies(5, {
    targets: [mirrorTarget, { ...at("debian", true), upkeep }, at("partner", false), at("former", false)],
    retention: { ...policy.retention, hideAfter: 2, overlap: 1, deleteAfter: { clouds: 4, mirror: 60 } },
  });
  story.happens({ kind: "target", target: "openstack-partner", state: "down" }).retires("openstack-former");
  return lookedAt(later(story, 1).arrives(dailyVersion(5), { members, packages: 5 }));
}

/** A day on which much is wrong: refusals, drift, steps that the plan does not want, and steps that are missing. */
function trouble(): ReportInput {
  const input = lookedAt(
    later(dailies(3), 1)
      .happens({
        kind: "damaged",
        version: versionOf(dailyVersion(2)),
        member: "generic/amd64",
        target: "mirror",
        repairable: true,
      })
      .happens({
        kind: "damaged",
        version: versionOf(dailyVersion(1)),
        member: "generic/arm64",
        target: "mirror",
        repairable: false,
      })
      .arrives(dailyVersion(3), { members: ["generic/amd64", "generic/riscv64"] }),
  );
  return {
    ...input,
    steps: [
      ...input.steps.filter(({ name }) => !name.endsWith(dailyVersion(1))),
      step(resourceTypes.imageFiles, "debian-13-ec2-amd64-daily-20260701-2526-files", "delete"),
      step(resourceTypes.imageFiles, "debian-13-ec2-arm64-daily-20260701-2526-files", "update"),
      step("pulumi:providers:debian", "debian", "update"),
    ],
    refusals: [
      {
        where: "/artifacts/debian-trixie-nocloud-riscv64-official-20260704-2529.tar.xz",
        value: "2 members",
        expected: "one regular member disk.raw",
        remedy: "build it again",
      },
      {
        where: "/artifacts/debian-trixie-nocloud-amd64-official-20260704-2529.build.json",
        value: "",
        expected: "a manifest of one Build",
        remedy: "build it again",
      },
    ],
    warnings: ["/artifacts/notes.txt is no build, and passed over"],
  };
}
