import { accountsClosed } from "./rules/accounts-closed.ts";
import { accountsLeastRights } from "./rules/accounts-least-rights.ts";
import { accountsProtected } from "./rules/accounts-protected.ts";
import { amphoraNeverPublic } from "./rules/amphora-never-public.ts";
import { dailyBelowDaily } from "./rules/daily-below-daily.ts";
import { namesMatchGrammar } from "./rules/names-match-grammar.ts";
import { noPlainCredential } from "./rules/no-plain-credential.ts";
import { noSecretInUserData } from "./rules/no-secret-in-user-data.ts";
import { ownAccount } from "./rules/own-account.ts";
import { publicIsGuarded } from "./rules/public-is-guarded.ts";
import { publicHasDays } from "./rules/public-has-days.ts";
import { publicInPhases } from "./rules/public-in-phases.ts";
import { releaseProtected } from "./rules/release-protected.ts";
import { retentionWithinBounds } from "./rules/retention-within-bounds.ts";
import type { Rule } from "./rule.ts";
import { runnersWithoutIngress } from "./rules/runners-without-ingress.ts";
import { testVmsExpire } from "./rules/test-vms-expire.ts";
import { typesAreKnown } from "./rules/types-are-known.ts";

export const rules: readonly Rule[] = [
  accountsClosed,
  accountsLeastRights,
  accountsProtected,
  amphoraNeverPublic,
  dailyBelowDaily,
  namesMatchGrammar,
  noPlainCredential,
  noSecretInUserData,
  ownAccount,
  publicHasDays,
  publicInPhases,
  publicIsGuarded,
  releaseProtected,
  retentionWithinBounds,
  runnersWithoutIngress,
  testVmsExpire,
  typesAreKnown,
];
