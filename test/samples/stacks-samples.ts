import { imageName, type Image } from "../../images/model/image.ts";
import type { GateState, ImagePlan, Plan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import type { Days, ImageRecord, Phase, Tombstone } from "../../images/tree/record.ts";
import { recordOf } from "./record-samples.ts";
import { day, memberNamed, version } from "./samples.ts";
import { missingDays } from "../../images/tree/visibility.ts";

/** Plans of trixie's dailies for tests, made of the phase that each image has and the phase that it is to have. */

/** By member: the phase in its record, or null for an image that this run makes; and the phase that it is to have. */
export type Phases = Record<string, readonly [Phase | null, Phase]>;

const today = day("2026-07-18");
const digest = "ab".repeat(64);
const packages = "cd".repeat(32);

export const setPlan = (text: string, phases: Phases, gate: GateState = "open"): SetPlan => ({
  version: version(text),
  expect: { required: ["generic/amd64"], bestEffort: ["generic/arm64"] },
  gate,
  gateReason: "",
  decision: null,
  images: Object.entries(phases).map(([member, [was, is]]) => imagePlan(imageOf(text, member), was, is)),
});

export function imageOf(text: string, member: string): Image {
  return { suite: "trixie", channel: "daily", version: version(text), ...memberNamed(member) };
}

function imagePlan(image: Image, was: Phase | null, is: Phase): ImagePlan {
  const name = imageName(image);
  const record = was === null ? null : recordIn(image, was);
  const candidate = record === null ? { image, digest, packages, notInStable: null, source: "/artifacts/build" } : null;
  const shown = record?.targets["mirror"]?.days.shown;
  const target: TargetPlan = {
    phase: is,
    reason: "for the test",
    days: shown === undefined ? daysOf(is) : { ...daysOf(is), shown },
    listed: is === "current" || is === "superseded",
    replacement: null,
    next: null,
    spared: null,
    repair: [],
  };
  return { image, name, required: true, digest, packages, record, candidate, targets: new Map([["mirror", target]]) };
}

const daysOf = (phase: Phase): Days => ({
  made: today,
  ...Object.fromEntries(missingDays(phase, {}).map((name) => [name, today])),
});

const recordIn = (image: Image, phase: Phase): ImageRecord =>
  recordOf(image, {
    digest,
    packages,
    targets: { mirror: { phase, reason: "", listed: false, days: daysOf(phase), refs: [] } },
  });

export const tombstoneOf = (image: string): Tombstone => ({
  image,
  target: "mirror",
  day: today,
  reason: "due",
  digest,
});

export const planOf = (sets: readonly SetPlan[], deleted: readonly string[] = []): Plan => ({
  day: today,
  sets,
  pointers: new Map(),
  deletions: deleted.map(tombstoneOf),
  decision: null,
  refusals: [],
  warnings: [],
});
