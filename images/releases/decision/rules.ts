import type { Rule } from "./case.ts";
import { downgradeRule, packagesRule, unknownSecurityRule, unreadableRule } from "./blocking.ts";
import { frozenRule } from "./frozen.ts";
import { personRule } from "./person.ts";
import { noCandidateRule, nothingRule, waitingForBuildRule } from "./quiet.ts";
import type { DecisionRule } from "../../tree/decision-rules.ts";
import { atLatestRule, firstReleaseRule, pointReleaseRule, rebootRule, securityRule } from "./worthwhile.ts";

/** Asked in the order of `decisionRules`. */
export const rules: Readonly<Record<DecisionRule, Rule>> = {
  person: personRule,
  unreadable: unreadableRule,
  packages: packagesRule,
  "first-release": firstReleaseRule,
  "unknown-security": unknownSecurityRule,
  downgrade: downgradeRule,
  reboot: rebootRule,
  frozen: frozenRule,
  security: securityRule,
  "point-release": pointReleaseRule,
  "at-latest": atLatestRule,
  "waiting-for-build": waitingForBuildRule,
  "no-candidate": noCandidateRule,
  nothing: nothingRule,
};
