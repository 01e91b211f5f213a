import { awsResources } from "./aws/resources.ts";
import { azureResources } from "./azure/resources.ts";
import { gcpResources } from "./gcp/resources.ts";
import { openstackResources } from "./openstack/resources.ts";
import type { TargetResources } from "./target.ts";

/** What each cloud registers for an image. */
export const resources: readonly TargetResources[] = [awsResources, azureResources, gcpResources, openstackResources];
