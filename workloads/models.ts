import { gitlabTypes } from "../clients/gitlab/runner-inputs.ts";
import { amphoraTypes } from "./amphora/model/resources.ts";
import { testVmTypes } from "./test-vm/model/test-vm/resources.ts";

/** The types that each workload registers. A type that neither a workload nor a target claims is refused. */
const claimed: Readonly<Record<string, readonly string[]>> = {
  amphora: ["debian:cloud:Amphora", ...Object.values(amphoraTypes)],
  "test-vm": [
    "debian:cloud:TestVm",
    ...Object.values(testVmTypes),
    "openstack:compute/instance:Instance",
    "openstack:compute/keypair:Keypair",
    "openstack:images/image:Image",
    "openstack:networking/port:Port",
    "openstack:networking/secGroup:SecGroup",
  ],
  runner: [
    "debian:cloud:CasulanaRunner",
    ...Object.values(gitlabTypes),
    "openstack:blockstorage/volume:Volume",
    "openstack:compute/instance:Instance",
    "openstack:networking/port:Port",
    "openstack:networking/secGroup:SecGroup",
    "openstack:networking/secGroupRule:SecGroupRule",
  ],
};

/** The type of the SDK's provider, one per cloud. */
export const workloadProvider = "pulumi:providers:openstack";

export const workloadTypes: ReadonlySet<string> = new Set([workloadProvider, ...Object.values(claimed).flat()]);
