import { awsFacts } from "./aws/facts.ts";
import { azureFacts } from "./azure/facts.ts";
import { gcpFacts } from "./gcp/facts.ts";
import { openstackFacts } from "./openstack/facts.ts";
import type { TargetFacts } from "./target.ts";

/** By cloud, the reading of its facts. */
export const facts: readonly TargetFacts[] = [awsFacts, azureFacts, gcpFacts, openstackFacts];
