import type { Suite } from "../../model/definitions/suites.ts";
import type { SecurityFacts } from "../security/types.ts";

/** What names the changes between two images of a suite. */
export type SecurityKnowledge = Pick<SecurityFacts, "advisories" | "issues" | "archive"> & { suite: Suite };

export const nothingKnown = (suite: Suite): SecurityKnowledge => ({
  suite,
  advisories: [],
  issues: new Map(),
  archive: new Map(),
});
