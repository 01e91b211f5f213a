import type { Day } from "../../images/model/day.ts";
import type { Member } from "../../images/model/image.ts";
import type { DeletionLimit } from "../../images/config/age-text.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";

/** How one test of an image ends. */
export type Outcome = "passed" | "failed" | "failed for good" | "broken";

/** Something that happens between two runs. It is plain data, so that any world can play it. */
export type DayEvent =
  /** A build arrives; for a release a daily can be promoted. Another number of `bytes` is another digest, the same of `packages` the same packages. */
  | { kind: "arrives"; version: Version; member: Member; bytes: number; packages: number; outcomes: readonly Outcome[] }
  | { kind: "artifacts vanish" }
  | { kind: "damaged"; version: Version; member: Member; target: string; repairable: boolean }
  | { kind: "intact again"; version: Version; member: Member; target: string }
  | { kind: "target"; target: string; state: "up" | "down" | "unknown" }
  /** A target has room for so many more images. */
  | { kind: "room"; target: string; images: number }
  | { kind: "needed"; version: Version; member: Member; target: string; needed: boolean }
  | { kind: "foreign"; directory: string; version: Version | null; members: readonly Member[] | null }
  | { kind: "foreign removed"; directory: string }
  | PolicyEvent;

/** A person edits the stack's configuration. */
type PolicyEvent =
  | { kind: "withdraw"; key: string; reason: string }
  | { kind: "withdraw key removed"; key: string }
  | { kind: "publish"; version: Version }
  | { kind: "allow delete"; key: string }
  | { kind: "accept flaky"; key: string }
  | { kind: "max deletions"; limit: DeletionLimit }
  | { kind: "keep"; sets: number }
  | { kind: "retired"; target: string };

export function policyChange(policy: StackPolicy, event: PolicyEvent): Partial<StackPolicy> {
  const { withdraw, allowDelete, acceptFlaky, retention, targets } = policy;
  switch (event.kind) {
    case "withdraw":
      return { withdraw: { ...withdraw, [event.key]: event.reason } };
    case "withdraw key removed":
      return { withdraw: Object.fromEntries(Object.entries(withdraw).filter(([key]) => key !== event.key)) };
    case "publish":
      return { publish: { version: event.version, hold: false, reason: "a security fix" } };
    case "allow delete":
      return { allowDelete: [...allowDelete, event.key] };
    case "accept flaky":
      return { acceptFlaky: [...acceptFlaky, event.key] };
    case "max deletions":
      return { retention: { ...retention, maxDeletions: event.limit } };
    case "keep":
      return { retention: { ...retention, keep: event.sets } };
    case "retired":
      return {
        targets: targets.map((target) =>
          target.name === event.target ? { ...target, required: false, retired: true } : target,
        ),
      };
  }
}

export interface HistoryDay {
  /** The day that the clock says; now and then it is wrong. */
  day: Day;
  events: readonly DayEvent[];
  /** The run is killed after so many of its acts; null lets it end. */
  killedAfter: number | null;
}

export interface History {
  seed: number;
  policy: StackPolicy;
  days: readonly HistoryDay[];
}
