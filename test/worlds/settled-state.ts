import { createHash, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { setMockOptions } from "@pulumi/pulumi/runtime/settings.js";
import { createProvider } from "../../provider/index.ts";
import type { Properties, Provider } from "../../provider-sdk/provider.ts";
import { withoutInputs } from "../../provider-sdk/rpc/handlers.ts";
import { hookName } from "../../stacks/deletion-hook.ts";
import { debianProvider, registerPublications } from "../../stacks/publication/stack.ts";
import { readPublications } from "../../tools/publications.ts";
import { readSettings } from "../../tools/engine/stack-file.ts";
import { wanted } from "../../tools/setup/engine/choose.ts";
import { Slots } from "../../storage/concurrency.ts";
import { AnsweringMonitor, type Made } from "./answering-monitor.ts";
import type { EngineStack } from "./engine-stack.ts";

/**
 * Brings a tree and its stack's state to what an `up` would leave, without the engine: our program registers, our provider makes or
 * adopts, and the state is written once. This takes one minute where the engine takes ten.
 */
export async function writeSettledState({ name, configFile, env }: EngineStack, folder: string): Promise<void> {
  const settings = readSettings({ stack: name, configFile, backend: env["PULUMI_BACKEND_URL"] });
  const { publications } = await readPublications(settings);
  const provider = createProvider({ report: () => undefined, warn: () => undefined });
  const recorder = new Recorder(name, provider);
  setMockOptions(recorder, project, name, false);
  registerPublications(publications, { debian: debianProvider(settings), url: settings.mirror.url });
  await pulumi.runtime.disconnect();
  await provider.cancel();
  if (recorder.failures.length > 0) throw new AggregateError(recorder.failures, "a settled state cannot be made");
  const file = path.join(folder, `.pulumi/stacks/${project}/${name}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(checkpointOf(name, recorder.states)));
}

const project = "cloud-images";

const stackUrn = (stack: string): string => `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;

/** The format of Pulumi's file backend (sdk/go/common/apitype, UntypedDeployment, version 4). */
const checkpointOf = (stack: string, states: readonly object[]): object => ({
  version: 4,
  features: ["hooks"],
  checkpoint: {
    stack: `organization/${project}/${stack}`,
    latest: {
      manifest: {
        time: new Date(),
        magic: createHash("sha256").update(`v${wanted}`).digest("hex"),
        version: `v${wanted}`,
      },
      resources: [{ urn: stackUrn(stack), custom: false, type: "pulumi:pulumi:Stack" }, ...states],
      metadata: {},
    },
  },
});

const providerType = "pulumi:providers:";

/** Makes the resources, and keeps their states in the engine's order: each after its dependencies. */
class Recorder extends AnsweringMonitor {
  readonly states: State[] = [];
  readonly #stack: string;
  readonly #provider: Provider;
  /** As many operations at once as the engine does. With more, a cloud's stand-in would keep some waiting for longer than a client waits. */
  readonly #slots = new Slots(4 * availableParallelism());
  readonly #signal = new AbortController().signal;

  constructor(stack: string, provider: Provider) {
    super(project, stack);
    this.#stack = stack;
    this.#provider = provider;
  }

  override registerResourceOutputs(
    request: RegisterResourceOutputsRequest,
    answer: (error: unknown, response: unknown) => void,
  ): void {
    const state = this.states.find(({ urn }) => urn === request.getUrn());
    if (state !== undefined) state.outputs = request.getOutputs()?.toJavaScript() ?? {};
    answer(null, {});
  }

  protected override async make(urn: string, request: RegisterResourceRequest, inputs: Properties): Promise<Made> {
    const made = await this.#made(urn, request, inputs);
    this.states.push(stateOf(urn, request, { stack: this.#stack, inputs, ...made }));
    return made;
  }

  async #made(urn: string, request: RegisterResourceRequest, inputs: Properties): Promise<Made> {
    if (!request.getCustom()) return { id: undefined, outputs: {} };
    if (!request.getType().startsWith(providerType)) {
      const { id, outputs } = await this.#slots.run(this.#signal, () => this.#provider.create(urn, inputs));
      return { id, outputs: withoutInputs(outputs, inputs) };
    }
    await this.#provider.configure(inputs);
    return { id: randomUUID(), outputs: inputs };
  }
}

/** A resource in the state's file. */
interface State {
  urn: string;
  outputs?: object;
  [key: string]: unknown;
}

interface Recorded extends Made {
  stack: string;
  inputs: Properties;
}

function stateOf(urn: string, request: RegisterResourceRequest, { stack, inputs, id, outputs }: Recorded): State {
  const dependencies = request.getDependenciesList().toSorted();
  const properties = request.getPropertydependenciesMap().toArray();
  const now = new Date();
  return {
    urn,
    custom: request.getCustom(),
    ...(id !== undefined && { id }),
    type: request.getType(),
    inputs,
    ...(request.getCustom() && { outputs }),
    parent: request.getParent() === "" ? stackUrn(stack) : request.getParent(),
    ...(request.getProtect() && { protect: true }),
    ...(dependencies.length > 0 && { dependencies }),
    ...(request.getProvider() !== "" && { provider: request.getProvider() }),
    propertyDependencies: Object.fromEntries(
      properties.map(([key]) => [key, request.getPropertydependenciesMap().get(key)?.getUrnsList() ?? []]),
    ),
    created: now,
    modified: now,
    resourceHooks: { BeforeDelete: [hookName] },
  };
}
