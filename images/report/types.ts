import type { Day } from "../model/day.ts";
import type { Decision } from "../releases/decision/types.ts";
import type { ChangeName, Fix } from "../releases/diff/types.ts";
import type { Problem } from "../model/errors.ts";
import type { GateState } from "../plan/types.ts";
import type { Phase } from "../tree/record.ts";
import type { Share } from "./share.ts";
import type { Version } from "../model/version.ts";

/** What a person reads before they approve, in no format yet. Its texts are not escaped. */
export interface Report {
  stack: string;
  day: Day;
  publications: readonly PublicationReport[];
  /** Required ones first. */
  refusals: readonly Refusal[];
  warnings: readonly string[];
  engine: EngineReport;
  /** The command that carries out the plan; null if there is nothing to approve. */
  approve: string | null;
}

export interface PublicationReport {
  name: string;
  /** What the records have before the run: sets, images, and the newest current version. */
  before: { sets: number; images: number; current: Version | null };
  /** The irreversible first. */
  movements: readonly Movement[];
  /** Images by what happens to them, once however many targets they are at. */
  counts: Readonly<Partial<Record<MovementKind, number>>>;
  /** The gates that the changes depend on or wait for. */
  gates: readonly GateNote[];
  pointers: readonly PointerMove[];
  rooms: readonly RoomNote[];
  upkeep: readonly UpkeepNote[];
  packages: readonly SetPackages[];
  decision: DecisionReport | null;
  /** The nearest first. */
  next: readonly NextChange[];
}

/** What can happen to an image at a target, in the order in which people must see it. */
export const movementKinds = [
  /** Removed, with its tombstone. */
  "deleted",
  /** Taken back, into quarantine; for good. */
  "withdrawn",
  /** Vanished or changed, and cannot be made again. */
  "lost",
  /** Its gate can no longer open. */
  "failed",
  /** Becomes public with its set. */
  "appears",
  /** Becomes public in a set that is public already, or at a target that is new. */
  "joins",
  /** Becomes public again: its successor was removed, or it was lost and is repaired. */
  "returns",
  /** What vanished or changed of it is made again, to its recorded digest. */
  "repaired",
  "superseded",
  "hidden",
  /** Made, and not public yet. */
  "made",
  /** Made, and equal to the current one. */
  "held",
  /** Keeps its phase; its record changes. */
  "recorded",
  /** Due to go, and kept for now. */
  "spared",
] as const;
export type MovementKind = (typeof movementKinds)[number];

/** Images of one set to which the same happens for the same reason. */
export interface Movement {
  kind: MovementKind;
  version: Version;
  targets: readonly string[];
  images: Share;
  reason: string;
  /** The first day of their new phase; null for a phase without one. */
  day: Day | null;
}

export interface GateNote {
  version: Version;
  gate: GateState;
  reason: string;
}

/** A name that users follow and that leads elsewhere after the run. */
export interface PointerMove {
  targets: readonly string[];
  /** Null for a new family. */
  from: Version | null;
  /** Null where no public image of the family is left. */
  to: Version | null;
  images: Share;
  backwards: boolean;
}

/** Targets at which images appear, and how many more they could show after the run. */
export interface RoomNote {
  targets: readonly string[];
  left: number;
  /** "of the quota of 5 public images 3 are public", before the run. */
  reason: string;
}

/** What a cloud costs in a month for keeping what this run leaves there. */
export interface UpkeepNote {
  cloud: string;
  /** How many of its targets have any. */
  targets: number;
  /** At the target that has the most. */
  images: number;
  /** At all targets, at most. */
  gibibytes: number;
  usd: number;
  /** The day of the price. */
  date: string;
}

/** The packages of a set that appears, against those that users have now. */
export interface SetPackages {
  version: Version;
  /** The versions of the families' current images, the newest first. */
  against: readonly Version[];
  /** Security fixes that it brings, the gravest first, each once. */
  fixes: readonly ReportedFix[];
  /** Vulnerabilities that a downgrade brings back. */
  reopened: readonly ReportedFix[];
  /** Changes beside rebuilds, those that the same images share together; the largest share first. */
  groups: readonly PackageGroup[];
  /** Images that have the packages of the current ones. */
  unchanged: Share;
  /** Images that are compared with nothing: first of their family, or their packages cannot be read. */
  unknown: Share;
}

export interface ReportedFix extends Fix {
  images: Share;
  /** The binary packages that bring it. */
  packages: readonly string[];
}

export interface PackageGroup {
  images: Share;
  changes: readonly PackagesChange[];
  /** Packages that were only built again. */
  rebuilds: number;
}

/** Binary packages of one source that change in the same way. */
export interface PackagesChange {
  packages: readonly string[];
  names: readonly ChangeName[];
  /** Null where it is added. */
  before: string | null;
  /** Null where it is removed. */
  after: string | null;
  /** The ids of its fixes, advisories or CVEs; the gravest first. */
  fixes: readonly string[];
}

export interface DecisionReport extends Pick<
  Decision,
  "verdict" | "version" | "rule" | "reasons" | "written" | "acts"
> {
  /** What a person has to do next; null where nobody has to do anything. */
  todo: string | null;
  /** What a release would change that no image of this run brings. */
  changes: readonly PackagesChange[];
  /** The subjects that no other table of the report lists, the gravest first. */
  fixes: readonly Fix[];
  /** Packages that were only built again. */
  rebuilds: number;
}

/** A change that comes with its day, without any event. */
export interface NextChange {
  day: Day;
  phase: Phase;
  version: Version;
  targets: readonly string[];
  images: Share;
  reason: string;
}

export interface Refusal extends Problem {
  required: boolean;
}

export interface EngineReport {
  /** The number of resources by operation. `same` is there only if the steps that change nothing were given. */
  operations: Readonly<Record<string, number>>;
  /** Steps for which the plan has no reason. */
  unexplained: readonly EngineNote[];
  /** Changes of the plan for which the engine has no step. */
  missing: readonly MissingStep[];
}

/** Steps of one kind that the plan does not ask for. */
export interface EngineNote {
  operations: readonly string[];
  type: string;
  names: readonly string[];
  /** The cause, if known. */
  meaning: string;
  /** It takes something away that the plan wants to stay. */
  grave: boolean;
}

export interface MissingStep {
  /** `trixie-daily` */
  publication: string;
  /** What the plan wants: a movement, or pointers that move. */
  what: MovementKind | "pointers";
  version: Version;
  images: Share;
}
