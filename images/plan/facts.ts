import type { TextDigests } from "../builds/text-digests.ts";
import type { ReleaseFacts } from "../releases/decision/types.ts";
import type { Channel } from "../model/definitions/channels.ts";
import type { Suite } from "../model/definitions/suites.ts";
import type { VendorDefinition } from "../model/definitions/vendors.ts";
import type { Image, Member } from "../model/image.ts";
import type { Expectation, ImageRecord, RecordedDecision, Tombstone } from "../tree/record.ts";
import type { Version } from "../model/version.ts";

/** The input of the plan, beside the policy; stacks/publication/facts reads it once per command. */
export interface Facts {
  suite: Suite;
  channel: Channel;
  /** The records of the tree: published and staged images of a set together. */
  sets: readonly RecordedSet[];
  tombstones: readonly Tombstone[];
  /** Images that arrived and passed the checks that come before anything is made. */
  candidates: readonly Candidate[];
  foreign: readonly Foreign[];
  /** For a release channel: the facts of its decision. */
  release?: ReleaseFacts;
  /** For a release channel: withdrawn dailies of its versions. */
  withdrawnDailies?: readonly WithdrawnDaily[];
  /** By target name; a target that is not there is up and undamaged. */
  observed: ReadonlyMap<string, ObservedTarget>;
}

export interface RecordedSet {
  version: Version;
  expect: Expectation;
  decision?: RecordedDecision | undefined;
  images: readonly ImageRecord[];
}

/** An image that could be made: a daily from an artifact, a release from the daily of the same version. */
export interface Candidate {
  image: Image;
  /** The vendor's row, where it is not Debian's. */
  ownVendor?: VendorDefinition;
  /** sha512 of the uncompressed tar. */
  digest: string;
  /** sha256 of the package list. */
  packages: string;
  /** Its packages, as `name version`, that the archive's stable, updates and security do not have; null where that is not known. */
  notInStable: readonly string[] | null;
  /** The package rules that it breaks, each as a sentence without a subject. */
  unwanted?: readonly string[];
  /** The build's base path without an ending, or the daily set's directory. */
  source: string;
  /** For a build: the digests of its texts when they were judged. */
  brought?: TextDigests;
}

/** A directory of the tree that is not ours: never touched, but counted in the order of versions. */
export interface Foreign {
  /** The directory's raw name. */
  directory: string;
  /** Null for an undated one, which stops every cleanup of its families. */
  version: Version | null;
  /** The families of its files; null (all families) if no file name could be read. */
  members: readonly Member[] | null;
}

export interface WithdrawnDaily {
  version: Version;
  member: Member;
  reason: string;
}

export interface ObservedTarget {
  /** `down`: left out of this run. `unknown`: could not be read, so nothing is removed there. */
  state: "up" | "down" | "unknown";
  /** Why it is down or unknown, for people. */
  reason: string;
  /** By image name; an image that is not there is intact. */
  damaged: ReadonlyMap<string, Damage>;
  /** How many more images can be public there; left out where it has no limit, or it is not known. */
  room?: Room;
  /** By image name: why it must not be removed yet ("launched 2026-07-16"). */
  needed: ReadonlyMap<string, string>;
}

export interface Damage {
  /** Missing and changed files, for people: "…qcow2 is missing". */
  findings: readonly string[];
  /** It can be repaired to its recorded digest from the remaining files. */
  repairable: boolean;
}

export interface Room {
  images: number;
  /** For people: "of the quota of 5 public images 5 are public". */
  reason: string;
}
