import { awsFacts } from "./aws/facts.ts";
import { azureFacts } from "./azure/facts.ts";
import { gcpFacts } from "./gcp/facts.ts";
import { openstackFacts } from "./openstack/facts.ts";
import type { TargetFacts } from "./target.ts";

/** How each cloud is asked what it has. */
export const facts: readonly TargetFacts[] = [awsFacts, azureFacts, gcpFacts, openstackFacts];
