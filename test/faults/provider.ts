import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import workers, { Worker, type WorkerOptions } from "node:worker_threads";
import { createProvider as createReal } from "../../provider/index.ts";
import type { Display, Provider } from "../../provider-sdk/provider.ts";
import { countHere, type Counted } from "./countdown.ts";
import { taskSchema, taskVariable, type Deed, type Task } from "./fault.ts";
import { strike } from "./strike.ts";

/** Replaces `provider/index.ts`: the real provider, in which a kill may strike one operation, and which records what it did. */
export function createProvider(display: Display): Provider {
  const task = taskSchema.parse(JSON.parse(process.env[taskVariable] ?? "{}"));
  const counted = countHere(task.fault);
  countInWorkers();
  return watched(createReal(display), task, counted);
}

/** Has the threads that make images count as well. */
function countInWorkers(): void {
  const counter = new URL("./thread.ts", import.meta.url).href;
  workers.Worker = class extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      super(file, { ...options, execArgv: [...(options.execArgv ?? []), "--import", counter] });
    }
  };
  syncBuiltinESMExports();
}

function watched(provider: Provider, { fault, deeds }: Task, counted: Counted): Provider {
  let started = false;
  // the first operation of the kind starts it; others of the kind run at the same time
  const startCountdown = (changes: number): void => {
    if (!started) Atomics.store(counted.left, 0, changes);
    started = true;
  };
  const run = async <T>(asked: Asked, work: () => Promise<T>): Promise<T> => {
    const { urn, operation } = asked;
    const isStruck = kindOf(urn) === fault?.kind && operation === fault.operation;
    if (isStruck && fault.moment === "before") strike(fault);
    if (isStruck && typeof fault.moment === "number") startCountdown(fault.moment);
    const before = Atomics.load(counted.done, 0);
    const result = await work();
    const changes = Atomics.load(counted.done, 0) - before;
    if (isStruck && fault.moment === "after") strike(fault);
    if (deeds !== undefined)
      appendFileSync(deeds, `${JSON.stringify({ ...asked, kind: kindOf(urn), name: nameOf(urn), changes })}\n`);
    return result;
  };
  return {
    ...provider,
    create: (urn, news) => run({ urn, operation: "create", olds: {}, news }, () => provider.create(urn, news)),
    update: (urn, olds, news) => run({ urn, operation: "update", olds, news }, () => provider.update(urn, olds, news)),
    delete: (urn, olds) => run({ urn, operation: "delete", olds, news: {} }, () => provider.delete(urn, olds)),
  };
}

type Asked = Pick<Deed, "urn" | "operation" | "olds" | "news">;

const kindOf = (urn: string): string => urn.split("::")[2]?.split(":").at(-1) ?? "";
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
