import * as pulumi from "@pulumi/pulumi";
import { Instance } from "@pulumi/openstack/compute/instance.js";
import { Keypair } from "@pulumi/openstack/compute/keypair.js";
import { Port } from "@pulumi/openstack/networking/port.js";
import { SecGroup } from "@pulumi/openstack/networking/secGroup.js";
import { leasedName } from "../workloads/test-vm/model/test-vm/lease.ts";
import type { VmResultInputs } from "../workloads/test-vm/model/test-vm/resources.ts";
import { VmResult } from "../workloads/test-vm/resources.ts";

interface TestVmArgs {
  /** When it expires, whatever its test's result: ISO 8601, UTC. An existing VM keeps its own time. */
  expires: string;
  flavor: string;
  /** Neutron's id. */
  network: string;
  /** Glance's id. */
  image: pulumi.Input<string>;
  /** In OpenSSH's format. An existing VM keeps its own. */
  publicKey: string;
  /** For cloud-init; without secrets. */
  userData: pulumi.Input<string>;
  result: Omit<VmResultInputs, "name">;
}

interface TestVmOptions extends pulumi.ComponentResourceOptions {
  /** The provider of the VM's cloud. */
  cloud: pulumi.ProviderResource;
  debian: pulumi.ProviderResource;
}

/** A VM that boots one image in one cloud, as long as its test takes. It has the test's name. */
export class TestVm extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:TestVm";

  /** `passed`, `failed` or `broken`. */
  readonly verdict: pulumi.Output<string>;

  constructor(name: string, args: TestVmArgs, { cloud, debian, ...options }: TestVmOptions) {
    const { expires, flavor, network, image, publicKey, userData, result } = args;
    super(TestVm.__pulumiType, name, { expires, flavor, network, image, combination: result.combination }, options);
    // a later run would compute another expiry, so the first one is part of the name
    const leased = leasedName({ name, expires: new Date(expires) });
    const inCloud = { parent: this, provider: cloud, ignoreChanges: ["name"] };

    // OpenStack's default rules of a new group: nothing comes in, everything goes out
    const group = new SecGroup(`${name}-group`, { name: leased, description: "a test's, nothing comes in" }, inCloud);
    const port = new Port(`${name}-port`, { name: leased, networkId: network, securityGroupIds: [group.id] }, inCloud);
    const key = new Keypair(
      `${name}-key`,
      { name: leased, publicKey },
      { ...inCloud, ignoreChanges: ["name", "publicKey"] },
    );
    new Instance(
      `${name}-server`,
      {
        name: leased,
        imageId: image,
        flavorName: flavor,
        keyPair: key.name,
        networks: [{ port: port.id }],
        userData,
        configDrive: true,
        metadata: { "debian-test": name, expires },
      },
      { ...inCloud, ignoreChanges: ["name", "metadata"], customTimeouts: { create: "20m", delete: "10m" } },
    );
    // it does not depend on the server: a server that cannot be made is a verdict too
    this.verdict = new VmResult(`${name}-result`, { ...result, name }, { parent: this, provider: debian }).verdict;
    this.registerOutputs({ verdict: this.verdict });
  }
}
