import type { Suite } from "../../model/definitions/suites.ts";
import type { SecurityFacts } from "../security/types.ts";

/** The security data by which the changes between two images of a suite are named. */
export type SecurityKnowledge = Pick<SecurityFacts, "advisories" | "issues" | "archive"> & { suite: Suite };

export const nothingKnown = (suite: Suite): SecurityKnowledge => ({
  suite,
  advisories: [],
  issues: new Map(),
  archive: new Map(),
});
