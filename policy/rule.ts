import type { Registered } from "./identity.ts";

/** The components registered so far, by `type::name`. A parent is always registered before its children. */
export type Components = ReadonlyMap<string, Registered>;

/** A rule that no run may break, as a pure function. The program, the policy pack and the audit of a state apply it. */
export interface Rule {
  /** The rule's name, and its file's. */
  name: string;
  description: string;
  /**
   * The inputs that the rule reads. While one of them is unknown, as in a preview, the rule is skipped; the run applies it. A
   * rule that names none checks each value separately, and skips unknown ones.
   */
  reads?: readonly string[];
  /** Whether the rule also reads the resource's component. */
  withComponents?: true;
  violations(resource: Registered, components: Components): string[];
}
