import { accountsClosed } from "./accounts-closed.ts";
import { accountsLeastRights } from "./accounts-least-rights.ts";
import { accountsProtected } from "./accounts-protected.ts";
import { amphoraNeverPublic } from "./amphora-never-public.ts";
import { dailyBelowDaily } from "./daily-below-daily.ts";
import { namesMatchGrammar } from "./names-match-grammar.ts";
import { noPlainCredential } from "./no-plain-credential.ts";
import { noSecretInUserData } from "./no-secret-in-user-data.ts";
import { publicHasDays } from "./public-has-days.ts";
import { publicInPhases } from "./public-in-phases.ts";
import { releaseProtected } from "./release-protected.ts";
import { retentionWithinBounds } from "./retention-within-bounds.ts";
import type { Rule } from "./rule.ts";
import { runnersWithoutIngress } from "./runners-without-ingress.ts";
import { testVmsExpire } from "./test-vms-expire.ts";
import { typesAreKnown } from "./types-are-known.ts";

export const rules: readonly Rule[] = [
  accountsClosed,
  accountsLeastRights,
  accountsProtected,
  amphoraNeverPublic,
  dailyBelowDaily,
  namesMatchGrammar,
  noPlainCredential,
  noSecretInUserData,
  publicHasDays,
  publicInPhases,
  releaseProtected,
  retentionWithinBounds,
  runnersWithoutIngress,
  testVmsExpire,
  typesAreKnown,
];
