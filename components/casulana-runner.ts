import { Volume } from "@pulumi/openstack/blockstorage/volume.js";
import { Instance } from "@pulumi/openstack/compute/instance.js";
import { Port } from "@pulumi/openstack/networking/port.js";
import { SecGroup } from "@pulumi/openstack/networking/secGroup.js";
import { SecGroupRule } from "@pulumi/openstack/networking/secGroupRule.js";
import type { Provider } from "@pulumi/openstack/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { Owner } from "../clients/gitlab/runner-inputs.ts";
import { renderUserData } from "../workloads/runner/model/cloud-config.ts";
import type { RunnerDefinition } from "../workloads/runner/model/definition.ts";
import { runnerConfig } from "../workloads/runner/model/user-data.ts";
import { GitlabRunner } from "../workloads/runner/resources.ts";
import type { DebianProvider } from "./resources.ts";

interface CasulanaRunnerArgs {
  /** As in clouds.yaml. */
  cloud: string;
  flavor: string;
  /** Ids. */
  image: string;
  network: string;
  definition: RunnerDefinition;
  owner: Owner;
  tags: readonly string[];
  untagged: boolean;
  /** Minutes. */
  setUp: number;
  drain: number;
}

interface CasulanaRunnerProviders {
  openstack: Provider;
  debian: DebianProvider;
}

/**
 * A server that runs GitLab's jobs. Nothing can connect to it, its user data has no secret, and its runner is drained before the
 * server is deleted. The component has the server's name: a changed definition is a new component, made before the old is deleted.
 */
export class CasulanaRunner extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:CasulanaRunner";

  readonly server: pulumi.Output<string>;
  /** GitLab's id. */
  readonly runner: pulumi.Output<number>;

  constructor(name: string, args: CasulanaRunnerArgs, { openstack, debian }: CasulanaRunnerProviders) {
    super(CasulanaRunner.__pulumiType, name, args);
    const own = { parent: this, provider: openstack };
    const port = this.#port(name, args, own);
    const volume = cacheVolume(name, args.definition, own);
    const server = new Instance(`${name}-server`, serverArgs(name, args, { port, volume }), {
      ...own,
      customTimeouts: { create: "15m", delete: "10m" },
    });
    const { gitlab } = args.definition;
    const { cloud, owner, untagged, setUp, drain } = args;
    const runner = new GitlabRunner(
      `${name}-runner`,
      { gitlab, owner, name, tags: [...args.tags], untagged, cloud, server: server.id, setUp, drain },
      { parent: this, provider: debian },
    );
    this.server = server.id;
    this.runner = runner.runner;
    this.registerOutputs({ server: this.server, runner: this.runner });
  }

  /** In a security group that only lets connections out. */
  #port(name: string, { network }: CasulanaRunnerArgs, own: pulumi.CustomResourceOptions): Port {
    const group = new SecGroup(
      `${name}-group`,
      { name, description: "Nothing comes in", deleteDefaultRules: true },
      own,
    );
    const rules = (["IPv4", "IPv6"] as const).map(
      (ethertype) =>
        new SecGroupRule(
          `${name}-out-${ethertype}`,
          { direction: "egress", ethertype, securityGroupId: group.id },
          own,
        ),
    );
    return new Port(
      `${name}-port`,
      { name, networkId: network, adminStateUp: true, securityGroupIds: [group.id] },
      { ...own, dependsOn: rules },
    );
  }
}

function cacheVolume(name: string, { cache }: RunnerDefinition, own: pulumi.CustomResourceOptions): Volume | undefined {
  return cache === null ? undefined : new Volume(`${name}-cache`, { name: `${name}-cache`, size: cache }, own);
}

/** The volume is attached from the first boot on, as the second disk. */
function serverArgs(
  name: string,
  { flavor, image, definition }: CasulanaRunnerArgs,
  { port, volume }: { port: Port; volume: Volume | undefined },
): ConstructorParameters<typeof Instance>[1] {
  const userData = (id: string | null): string => renderUserData(runnerConfig(name, definition, id));
  const system = {
    uuid: image,
    sourceType: "image",
    destinationType: "local",
    bootIndex: 0,
    deleteOnTermination: true,
  };
  return {
    name,
    flavorName: flavor,
    configDrive: true,
    networks: [{ port: port.id }],
    userData: volume === undefined ? userData(null) : volume.id.apply(userData),
    ...(volume === undefined
      ? { imageId: image }
      : {
          blockDevices: [
            system,
            {
              uuid: volume.id,
              sourceType: "volume",
              destinationType: "volume",
              bootIndex: -1,
              deleteOnTermination: false,
            },
          ],
        }),
  };
}
