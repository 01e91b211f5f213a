import type { Day } from "../../images/day.ts";
import type { Member } from "../../images/image.ts";
import type { StackPolicy } from "../../images/stack-policy.ts";
import type { Version } from "../../images/version.ts";

/** How one attempt at an image ends. */
export type Outcome = "passed" | "failed" | "failed for good" | "broken";

/** Something that happens to the world between two runs. Plain data, so that any world can play it. */
export type DayEvent =
  /** A build arrives, or for a release is there to be promoted. Other `bytes` are another digest; equal `packages` are the same packages. */
  | { kind: "arrives"; version: Version; member: Member; bytes: number; packages: number; outcomes: readonly Outcome[] }
  | { kind: "artifacts vanish" }
  | { kind: "withdraw"; key: string; reason: string }
  | { kind: "withdraw key removed"; key: string }
  | { kind: "damaged"; version: Version; member: Member; target: string; repairable: boolean }
  | { kind: "intact again"; version: Version; member: Member; target: string }
  | { kind: "target"; target: string; state: "up" | "down" | "unknown" }
  | { kind: "needed"; version: Version; member: Member; target: string; needed: boolean }
  | { kind: "foreign"; directory: string; version: Version | null; members: readonly Member[] | null }
  | { kind: "foreign removed"; directory: string }
  | { kind: "publish"; version: Version }
  | { kind: "allow delete"; key: string }
  | { kind: "accept flaky"; key: string }
  | { kind: "max deletions"; images: number };

export interface HistoryDay {
  /** What the clock says, which is wrong now and then. */
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
