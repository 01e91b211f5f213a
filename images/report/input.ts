import type { Day } from "../model/day.ts";
import type { Problem } from "../model/errors.ts";
import type { Subject } from "../model/subject.ts";
import type { Facts } from "../plan/facts.ts";
import type { StackPolicy } from "../plan/policy.ts";
import type { Plan } from "../plan/types.ts";
import type { ImageDiff } from "../releases/diff/types.ts";

/** What a report is made of. */
export interface ReportInput {
  /** The stack's name. */
  stack: string;
  day: Day;
  publications: readonly ReportedPublication[];
  /** The steps of the engine's saved plan, for all publications; steps that change nothing may be left out. Null: the engine was not asked. */
  steps: readonly EngineStep[] | null;
  /** By the name of each image that appears: against its family's current image. */
  diffs: ReadonlyMap<string, ImageDiff>;
  /** Problems of builds that belong to no publication. */
  refusals: readonly Problem[];
  warnings: readonly string[];
  /** The command that carries out the plan; null if there is nothing to approve. */
  approve: string | null;
}

export interface ReportedPublication {
  /** `trixie-daily` */
  name: string;
  policy: StackPolicy;
  facts: Facts;
  plan: Plan;
  /** Refusals of builds, in addition to the plan's. */
  refusals: readonly Problem[];
}

/** The engine's plan for one resource, in the engine's words (`create`, `update`, `delete`, `same`, …). */
export interface EngineStep {
  urn: string;
  type: string;
  name: string;
  operations: readonly string[];
  subject: Subject;
}
