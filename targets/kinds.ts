import type { BoundKind } from "../provider-sdk/bind.ts";
import { awsKinds } from "./aws/provider/kinds.ts";
import { azureKinds } from "./azure/provider/kinds.ts";
import { gcpKinds } from "./gcp/provider/kinds.ts";
import { openstackKinds } from "./openstack/provider/kinds.ts";

/** By type: what our provider does for each cloud's resources. */
export const targetKinds: readonly (readonly [type: string, kind: BoundKind])[] = [
  ...awsKinds,
  ...azureKinds,
  ...gcpKinds,
  ...openstackKinds,
];
