import * as phases from "./invariants/phases.ts";
import * as planning from "./invariants/planning.ts";
import * as pointers from "./invariants/pointers.ts";
import * as removal from "./invariants/removal.ts";
import * as retired from "./invariants/retired.ts";
import type { Invariant } from "./step.ts";

/** What holds after every run, by its name. */
export const invariants: Readonly<Record<string, Invariant>> = {
  ...pointers,
  ...removal,
  ...planning,
  ...phases,
  ...retired,
};
