import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { setMockOptions } from "@pulumi/pulumi/runtime/settings.js";
import type { DeletionRule } from "../../images/plan/retention/deletion-rule.ts";
import type { Properties, Provider } from "../../provider-sdk/provider.ts";
import { AnsweringMonitor, type Made } from "../worlds/answering-monitor.ts";

/** A resource in the state. */
interface InState {
  type: string;
  name: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
  protect: boolean;
}

/** The resources of a stack by URN, in the order in which they were made. */
export type State = ReadonlyMap<string, InState>;

export interface RunOf {
  stack: string;
  state: State;
  provider: Provider;
  /** Registers the stack's resources. */
  program: () => void;
  /** Says what may be deleted: the rule that the program's hook asks on Pulumi's engine. */
  mayDelete: DeletionRule;
  /** Whether the run was killed. What it does from then on is in no state. */
  isKilled: () => boolean;
  /** Is called with the new state after each operation. */
  done: (state: State) => void;
}

/** What a run came to. */
export interface Ran {
  state: State;
  failures: readonly unknown[];
  /** Creates, updates and deletions. */
  deeds: readonly string[];
}

/**
 * Runs the program's own code in this process, with a small engine of the tests and our provider: creates and updates in the order of
 * the dependencies, then deletes what is not registered any more. A step that fails stops all after it. A killed run leaves the state
 * of the operations that ended before.
 */
export async function runProgram(run: RunOf): Promise<Ran> {
  const engine = new Engine(run);
  const { stackTraceLimit } = Error;
  // the SDK keeps where each of its promises was made, which costs a third of the run's time
  Error.stackTraceLimit = 0;
  setMockOptions(engine, "cloud-images", run.stack, false);
  run.program();
  await pulumi.runtime.disconnect();
  Error.stackTraceLimit = stackTraceLimit;
  if (engine.failures.length === 0) await engine.deleteTheRest();
  return { state: engine.state(), failures: engine.failures, deeds: engine.deeds };
}

const providerType = "pulumi:providers:";

class Engine extends AnsweringMonitor {
  readonly #run: RunOf;
  readonly #registered = new Map<string, InState>();
  readonly #deleted = new Set<string>();
  /** Creates, updates and deletions. */
  readonly deeds: string[] = [];

  constructor(run: RunOf) {
    super("cloud-images", run.stack);
    this.#run = run;
  }

  /** What was made or updated, and what the run did not come to. */
  state(): State {
    const rest = [...this.#run.state].filter(([urn]) => !this.#registered.has(urn) && !this.#deleted.has(urn));
    return new Map([...this.#registered, ...rest]);
  }

  protected override async make(urn: string, request: RegisterResourceRequest, inputs: Properties): Promise<Made> {
    if (!request.getCustom()) return { id: undefined, outputs: {} };
    if (request.getType().startsWith(providerType)) return { id: randomUUID(), outputs: inputs };
    if (this.failures.length > 0) throw new Error(`${urn}: not begun, since a step before it failed`);
    const type = request.getType();
    const name = request.getName();
    const protect = request.getProtect() === true;
    const made = await this.#settle(urn, inputs);
    this.#refuseKilled(urn);
    this.#registered.set(urn, { type, name, protect, inputs, ...made });
    this.#run.done(this.state());
    return made;
  }

  async #settle(urn: string, inputs: Properties): Promise<Pick<InState, "id" | "outputs">> {
    const { provider, state } = this.#run;
    const held = state.get(urn);
    if (held === undefined) {
      this.deeds.push(`create ${urn}`);
      return provider.create(urn, inputs);
    }
    const { changes, replaces } = await provider.diff(urn, held.outputs, inputs);
    if (replaces.length > 0) throw new Error(`${urn} would be replaced: ${replaces.join(", ")}`);
    if (changes.length === 0) return { id: held.id, outputs: held.outputs };
    this.deeds.push(`update ${urn}: ${changes.join(", ")}`);
    return { id: held.id, outputs: await provider.update(urn, held.outputs, inputs) };
  }

  async deleteTheRest(): Promise<void> {
    for (const [urn, held] of [...this.#run.state].toReversed()) {
      if (this.#registered.has(urn)) continue;
      try {
        await this.#delete(urn, held);
      } catch (error) {
        this.failures.push(error);
        return;
      }
    }
  }

  async #delete(urn: string, held: InState): Promise<void> {
    const refusal = this.#run.mayDelete(held);
    if (refusal !== null) throw new Error(`deletion of ${held.type} refused: ${refusal}`);
    if (held.protect) throw new Error(`${urn} is protected`);
    this.deeds.push(`delete ${urn}`);
    await this.#run.provider.delete(urn, held.outputs);
    this.#refuseKilled(urn);
    this.#deleted.add(urn);
    this.#run.done(this.state());
  }

  #refuseKilled(urn: string): void {
    if (this.#run.isKilled()) throw new Error(`${urn}: the run was killed`);
  }
}
