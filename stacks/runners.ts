import { resolve } from "node:path";
import { Provider } from "@pulumi/openstack/provider.js";
import type * as pulumi from "@pulumi/pulumi";
import { CasulanaRunner } from "../components/casulana-runner.ts";
import { DebianProvider } from "../components/resources.ts";
import type { RunnerDefinition } from "../workloads/runner/model/definition.ts";
import { serverName } from "../workloads/runner/model/server-name.ts";
import type { RunnerSettings } from "../workloads/runner/config.ts";
import type { RunnersSettings } from "./config.ts";
import { readRunnerClouds, type RunnerCloud } from "../workloads/runner/cloud.ts";
import { readSigningKey } from "../workloads/runner/signing-key.ts";
import { gitlabToken } from "./secrets.ts";

/** Makes every runner of the configuration. Returns the stack's outputs. */
export async function runners(settings: RunnersSettings): Promise<object> {
  const { archive, runners: table } = settings;
  const token = gitlabToken();
  const key = await readSigningKey(resolve(archive.key), archive.fingerprint);
  return registerRunners(settings, { token, key, places: await readRunnerClouds(table) });
}

/** The facts that runners need in addition to their configuration. */
interface RunnersWorld {
  token: ReturnType<typeof gitlabToken>;
  /** The armored key that signs the archive of GitLab Runner. */
  key: string;
  /** By runner. */
  places: ReadonlyMap<string, RunnerCloud>;
}

/** Registers every runner. Returns the stack's outputs. */
export function registerRunners(settings: RunnersSettings, { token, key, places }: RunnersWorld): object {
  const { gitlab, runners: table } = settings;
  const debian = new DebianProvider("debian", { gitlabToken: token });
  const clouds = new Map(
    [...new Set(Object.values(table).map(({ cloud }) => cloud))].map((cloud) => [
      cloud,
      new Provider(cloud, { cloud }),
    ]),
  );
  const made: Record<string, RunnerOutputs> = {};
  for (const [name, runner] of Object.entries(table)) {
    const place = places.get(name);
    const openstack = clouds.get(runner.cloud);
    if (place === undefined || openstack === undefined) throw new RangeError(`no place for the runner ${name}`);
    const definition = definitionOf(settings, runner, key);
    const { cloud, flavor, tags, untagged, setUp, drain } = runner;
    const { image, network, servers } = place;
    const server = serverName(name, { definition, cloud, flavor, image, network, owner: gitlab.owner }, servers);
    made[name] = outputsOf(
      server,
      new CasulanaRunner(
        server,
        { cloud, flavor, image, network, definition, owner: gitlab.owner, tags, untagged, setUp, drain },
        { openstack, debian },
      ),
    );
  }
  return { runners: made };
}

interface RunnerOutputs {
  name: string;
  server: pulumi.Output<string>;
  runner: pulumi.Output<number>;
}

const outputsOf = (name: string, { server, runner }: CasulanaRunner): RunnerOutputs => ({ name, server, runner });

function definitionOf({ gitlab, archive }: RunnersSettings, runner: RunnerSettings, key: string): RunnerDefinition {
  const { version, arch, packages, concurrency, cacheLimit, cache, jobs, metadata } = runner;
  return {
    version,
    arch,
    gitlab: gitlab.url,
    archive: { url: archive.url, suite: archive.suite, key },
    packages,
    concurrency,
    cacheLimit,
    cache: cache?.size ?? null,
    jobs,
    metadata,
  };
}
