import type { Decision } from "../releases/decision/types.ts";
import type { Day } from "../model/day.ts";
import type { Problem } from "../model/errors.ts";
import type { Image, Member } from "../model/image.ts";
import type { Days, Expectation, ImageRecord, Phase, RecordedDecision, Tombstone } from "../tree/record.ts";
import type { Version } from "../model/version.ts";
import type { Candidate } from "./facts.ts";

/** What the world is to look like after the run, and why. Every view (diff, explain, index, page) is made from it. */
export interface Plan {
  day: Day;
  /** Newest first. */
  sets: readonly SetPlan[];
  /** By target: which version each family's pointer names. */
  pointers: ReadonlyMap<string, ReadonlyMap<Member, Version>>;
  /** Image × target that go in this run, each with its tombstone; the only deletions that the guard lets pass. */
  deletions: readonly Tombstone[];
  /** Of a release channel whose facts allow one. */
  decision: Decision | null;
  refusals: readonly Problem[];
  warnings: readonly string[];
}

export type GateState =
  /** Every required image passed. */
  | "open"
  /** Everything required is there or made in this run; the verdict comes during the run. */
  | "assumed"
  /** Something required is missing, or its next attempt is on another day. */
  | "waiting"
  /** It can no longer open. */
  | "closed";

export interface SetPlan {
  version: Version;
  expect: Expectation;
  gate: GateState;
  /** For people: what the gate waits for, or why it is closed. */
  gateReason: string;
  /** Of a release: why it is published. */
  decision: RecordedDecision | null;
  images: readonly ImagePlan[];
}

export interface ImagePlan {
  image: Image;
  name: string;
  required: boolean;
  /** From the record, or from the candidate that is made in this run. */
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
  /** Due, but kept for now, and why. */
  spared: string | null;
  /** The findings to repair in this run. */
  repair: readonly string[];
}

/** What comes next for an image at a target. */
export interface Change {
  phase: Phase;
  /** Null when it waits for an event, not a day. */
  day: Day | null;
  reason: string;
}

/** What a release's run publishes: no more than one version, and why. */
export interface Released {
  version: Version;
  why: RecordedDecision;
}
