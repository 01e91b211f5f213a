import type { Registered } from "./identity.ts";

/** The components registered so far, by `type::name`. A parent is always registered before its children. */
export type Components = ReadonlyMap<string, Registered>;

/** A rule that no run may break, as a pure function. The program, the policy pack and the audit of a state apply it. */
export interface Rule {
  /** The rule's name, and its file's. */
  name: string;
  description: string;
  /**
   * The inputs that the rule reads of a resource, each judged in clear where it is a Pulumi secret. One that nobody can read, because
   * a state has it encrypted, is refused. While one is not known yet, as in a preview, the rule is skipped; the run applies it.
   */
  reads: readonly string[] | ((resource: Registered) => readonly string[]);
  /** The rule checks each value by itself: it is not skipped, and skips those that are not known yet. */
  byValue?: true;
  /** The rule tells secrets from other values, and gets them wrapped. A policy pack cannot apply it: its SDK gives secrets in clear. */
  tellsSecrets?: true;
  violations(resource: Registered, components: Components): string[];
}
