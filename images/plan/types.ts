import type { Decision } from "../releases/decision/types.ts";
import type { Day } from "../model/day.ts";
import type { Problem } from "../model/errors.ts";
import type { Image, Member } from "../model/image.ts";
import type { Days, Expectation, ImageRecord, Phase, RecordedDecision, Tombstone } from "../tree/record.ts";
import type { Version } from "../model/version.ts";
import type { Candidate } from "./facts.ts";

/** The state of the world after the run, with reasons. Every view (report, explain, index, page) is made from it. */
export interface Plan {
  day: Day;
  /** Newest first. */
  sets: readonly SetPlan[];
  /** By target and family: the version that the pointer names. */
  pointers: ReadonlyMap<string, ReadonlyMap<Member, Version>>;
  /** The tombstones of the images that this run deletes, one per target. The guard allows no other deletion. */
  deletions: readonly Tombstone[];
  /** For a release channel, if its facts are known. */
  decision: Decision | null;
  refusals: readonly Problem[];
  warnings: readonly string[];
}

export type GateState =
  /** Every required image passed. */
  | "open"
  /** Every required image is there or made in this run; its tests run during this update. */
  | "assumed"
  /** A required image is missing, or its next attempt is on another day. */
  | "waiting"
  /** It can no longer open. */
  | "closed";

export interface SetPlan {
  version: Version;
  expect: Expectation;
  gate: GateState;
  /** For people: the reason of the gate's state. */
  gateReason: string;
  /** Why a release is published. Null for a daily. */
  decision: RecordedDecision | null;
  images: readonly ImagePlan[];
}

export interface ImagePlan {
  image: Image;
  name: string;
  required: boolean;
  /** The digest in the record, or that of the candidate that is made in this run. */
  digest: string;
  packages: string;
  record: ImageRecord | null;
  /** Set where the image is made in this run, or where a lost file can be made again. */
  candidate: Candidate | null;
  targets: ReadonlyMap<string, TargetPlan>;
}

export interface TargetPlan {
  phase: Phase;
  reason: string;
  days: Days;
  /** Whether the index and the page name it. */
  listed: boolean;
  replacement: Version | null;
  next: Change | null;
  /** Why it is kept for now, though it is due to be removed. */
  spared: string | null;
  /** The findings to repair in this run. */
  repair: readonly string[];
}

/** The next change of an image at a target. */
export interface Change {
  phase: Phase;
  /** Null when it waits for an event, not a day. */
  day: Day | null;
  reason: string;
}

/** The version that a run of a release channel publishes. */
export interface Released {
  version: Version;
  why: RecordedDecision;
}
