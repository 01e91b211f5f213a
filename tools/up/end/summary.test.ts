import { describe, expect, test } from "vitest";
import { version } from "../../../test/samples/samples.ts";
import { planOf } from "../../../test/samples/tools-plan-samples.ts";
import { exitCodeOf, type Outcome, type PublicationOutcome } from "./outcome.ts";
import type { Undone } from "./undone.ts";
import { summary } from "./summary.ts";
import type { Transition } from "./transitions.ts";

const members = ["generic/amd64", "generic/arm64", "nocloud/amd64", "nocloud/riscv64"] as const;
const bestEffort = ["nocloud/riscv64"] as const;
const newer = "20260717-2542";
const older = "20260716-2541";

const change = (
  phase: Transition["phase"],
  at: string,
  changedMembers: Transition["members"],
  reason: string,
): Transition => ({
  phase,
  version: version(at),
  target: "mirror",
  members: changedMembers,
  reason,
});

const outcome = (publication: Partial<PublicationOutcome>, rest: Partial<Outcome> = {}): Outcome => ({
  publications: [
    {
      name: "trixie-daily",
      plan: planOf({ sets: [] }),
      changed: [],
      repaired: [],
      rewritten: [],
      refusals: [],
      down: [],
      unreached: [],
      ...publication,
    },
  ],
  refusals: [],
  requiredRefused: false,
  warnings: [],
  ...rest,
});

const problem = { where: "a", value: "b", expected: "c", remedy: "d" };

describe("the summary of a run", () => {
  test("tells what changed, then what comes next and when", () => {
    const plan = planOf({
      sets: [
        { version: newer, phase: "current", members, others: { "nocloud/riscv64": "failed" } },
        {
          version: older,
          phase: "superseded",
          members,
          next: { phase: "hidden", day: "2026-07-30", reason: "14 days after it was shown" },
        },
      ],
    });
    const changed = [
      change("current", newer, members.slice(0, 3), "newest whose gate is open"),
      change("failed", newer, ["nocloud/riscv64"], "no partition table"),
      change("superseded", older, members, `${newer} is current`),
    ];
    expect(summary(outcome({ plan, changed }))).toEqual([
      "current     20260717-2542  generic/amd64 generic/arm64 nocloud/amd64  newest whose gate is open",
      "failed      20260717-2542  nocloud/riscv64                            no partition table",
      "superseded  20260716-2541  4 images                                   20260717-2542 is current",
      "next  2026-07-30  hidden  20260716-2541  4 images  14 days after it was shown",
    ]);
  });

  test("names each file that was written again, and does not say that nothing changed", () => {
    const gone = (name: string): string => `${name} is missing`;
    const pages = ["a", "b", "c", "d", "e", "f", "g"].map((page) => gone(`finder/${page}.html`));
    const rewritten = [
      { where: newer, what: "checksums and record", findings: [gone("SHA512SUMS")] },
      { where: "trixie/daily", what: "lists and pages", findings: pages },
    ] as const;
    expect(
      summary(outcome({ plan: planOf({ sets: [{ version: newer, phase: "current", members }] }), rewritten })),
    ).toEqual([
      "repaired  20260717-2542  checksums and record  SHA512SUMS is missing",
      `repaired  trixie/daily   lists and pages       ${pages.slice(0, 5).join(", ")}, and 2 more`,
    ]);
  });

  test("says so when nothing changed", () => {
    const plan = planOf({ sets: [{ version: newer, phase: "current", members }] });
    expect(summary(outcome({ plan }))).toEqual(["nothing changed: 1 set, 4 images, 20260717-2542 is current"]);
  });

  test("names what was repaired, where no image changed its phase", () => {
    const plan = planOf({ sets: [{ version: newer, phase: "current", members }] });
    const findings = ["debian-13-generic-amd64-daily-20260717-2542.json is missing"];
    const told = summary(
      outcome({
        plan,
        repaired: [{ version: version(newer), target: "mirror", members: ["generic/amd64"], findings }],
      }),
    );
    expect(told).toEqual([`repaired  20260717-2542  generic/amd64  ${findings.join("")}`]);
  });

  test("names what arrived and was not made, as where the disk was full or somebody stopped the run", () => {
    const plan = planOf({ sets: [{ version: newer, phase: "current", members, bestEffort }] });
    const [set, ...others] = plan.sets;
    if (set === undefined) throw new Error("the plan has no set");
    const images = set.images.map((image) => (image.required ? image : { ...image, record: null }));
    const unmade = images.map((image) =>
      image.record === null ? { ...image, candidate: { ...image, notInStable: null, source: "builds/a" } } : image,
    );
    const told = summary(outcome({ plan: { ...plan, sets: [{ ...set, images: unmade }, ...others] } }));
    expect(told.at(-1)).toBe(`not made: ${newer}, nocloud/riscv64; the next run tries again`);
  });

  test("ends with refusals and warnings", () => {
    const plan = planOf({ sets: [], refusals: [problem], warnings: ["an undated directory"] });
    expect(summary(outcome({ plan, refusals: [{ ...problem, where: "x" }] })).slice(1)).toEqual([
      'refused: a is "b": expected c; d',
      'refused: x is "b": expected c; d',
      "warning: an undated directory",
    ]);
  });

  test("tells the nearest five days at most", () => {
    const sets = Array.from({ length: 9 }, (_, index) => ({
      version: `2026070${9 - index}-${2540 - index}`,
      phase: "superseded" as const,
      members,
      next: { phase: "hidden" as const, day: `2026-08-0${9 - index}`, reason: "" },
    }));
    const lines = summary(outcome({ plan: planOf({ sets }) }));
    expect(lines.slice(1).map((line) => line.slice(6, 16))).toEqual([1, 2, 3, 4, 5].map((day) => `2026-08-0${day}`));
  });
});

const unreached = (required: boolean): Undone => ({
  version: version(newer),
  target: "openstack-partner",
  members: ["generic/amd64"],
  reason: "broken: 503: full",
  required,
});

test("what a cloud could not do is told with its reason, and a cloud that was down by its name", () => {
  const down = { name: "openstack-depot", kind: "cloud" as const, required: false, vendors: null };
  const lines = summary(outcome({ down: [down], unreached: [unreached(false)] }));
  expect(lines.slice(1)).toEqual([
    "left out: openstack-depot is down; the next run tries again",
    `not done at openstack-partner: ${newer}, generic/amd64: broken: 503: full; the next run tries again`,
  ]);
});

describe("the exit code of a run", () => {
  const set = { version: newer, phase: "current" as const, members, bestEffort };
  const plan = planOf({ sets: [set] });
  const good: Partial<PublicationOutcome> = { plan, changed: [change("current", newer, members, "")] };
  const failed = (member: (typeof members)[number]) =>
    outcome({ plan, changed: [change("failed", newer, [member], "")] });
  const cloud = (required: boolean) => ({ name: "aws", kind: "cloud" as const, required, vendors: null });

  test.each([
    ["all is done", outcome(good), true, 0],
    ["the engine failed", outcome(good), false, 1],
    ["a required image failed", failed("generic/amd64"), true, 1],
    ["a best-effort image failed", failed("nocloud/riscv64"), true, 3],
    ["a required target was down", outcome({ ...good, down: [cloud(true)] }), true, 1],
    ["a best-effort target was down", outcome({ ...good, down: [cloud(false)] }), true, 3],
    ["a required cloud could not follow", outcome({ ...good, unreached: [unreached(true)] }), true, 1],
    ["a best-effort cloud could not follow", outcome({ ...good, unreached: [unreached(false)] }), true, 3],
    ["the plan refused something", outcome({ plan: { ...plan, refusals: [problem] } }), true, 3],
    ["a build was refused", outcome({ ...good, refusals: [problem] }), true, 3],
    ["something required was refused", outcome({ ...good, refusals: [problem] }, { requiredRefused: true }), true, 1],
    ["a build of no publication was refused", outcome(good, { refusals: [problem] }), true, 3],
    ["an image failed before this run", outcome({ plan: planOf({ sets: [{ ...set, phase: "failed" }] }) }), true, 0],
  ])("when %s", (_, came, ran, code) => {
    expect(exitCodeOf(came, ran)).toBe(code);
  });
});

test("several publications are told one after the other, by name", () => {
  const publications = ["sid-daily", "trixie-daily"].flatMap((name) => outcome({ name }).publications);
  expect(summary(outcome({}, { publications, warnings: ["a"] }))).toEqual([
    "sid-daily:",
    "nothing changed: 0 sets, 0 images, none is current",
    "trixie-daily:",
    "nothing changed: 0 sets, 0 images, none is current",
    "warning: a",
  ]);
});
