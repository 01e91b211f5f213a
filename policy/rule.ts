import type { Registered } from "./identity.ts";

/** By `type::name`, the components that were registered so far: a parent always comes before its children. */
export type Components = ReadonlyMap<string, Registered>;

/** What no run may do, as a pure function: the program asks it, the policy pack does, and the audit of a state. */
export interface Rule {
  /** Also the name of its file. */
  name: string;
  description: string;
  /**
   * The inputs that it judges by. Where one of them is not known yet, as in a preview, the rule is not asked; the run itself
   * asks it. A rule that names none looks at each value by itself, and passes over what is not known.
   */
  reads?: readonly string[];
  /** It looks at the component of a resource as well. */
  withComponents?: true;
  violations(resource: Registered, components: Components): string[];
}
