import { Worker } from "node:worker_threads";
import { UserError } from "../../../../images/model/errors.ts";
import type { Made } from "./make-files.ts";
import { Rejection } from "../rejection.ts";
import type { Repair } from "../repair/repair-files.ts";
import type { Ending, Message, Order, Task } from "./worker-messages.ts";

type Report = (text: string) => void;

/** Makes an image's files in a thread. Throws a Rejection, a UserError, or what broke. */
export async function makeInWorker(
  task: Extract<Task, { kind: "make" | "promote" }>,
  signal: AbortSignal,
  report: Report,
): Promise<Made> {
  const ending = await runWorker(task, signal, report);
  if (ending?.kind === "made") return ending.made;
  throw failure(ending);
}

/** Repairs an image's files in a thread. Gives the names that could not be made. */
export async function repairInWorker(repair: Repair, signal: AbortSignal, report: Report): Promise<string[]> {
  const ending = await runWorker({ kind: "repair", repair }, signal, report);
  if (ending?.kind === "repaired") return ending.lost;
  throw failure(ending);
}

/** Threads that wait for work. Each has loaded what it needs, which takes longer than a small image. */
const idle = new Set<Worker>();

function takeThread(): Worker {
  for (const waiting of idle) {
    idle.delete(waiting);
    waiting.ref();
    return waiting;
  }
  const started = new Worker(new URL("./worker.ts", import.meta.url), { execArgv: [] });
  // a thread that dies while it waits fails nobody's image
  started.on("error", () => undefined);
  started.once("exit", () => idle.delete(started));
  return started;
}

/** Keeps a thread for the next image. It does not keep the process. */
function giveBack(worker: Worker): void {
  worker.unref();
  idle.add(worker);
}

/** The tools that the thread started are dead when this is over. */
async function runWorker(task: Task, signal: AbortSignal, report: Report): Promise<Ending | undefined> {
  signal.throwIfAborted();
  const worker = takeThread();
  const { promise, resolve, reject } = Promise.withResolvers<Ending | undefined>();
  const hear = (message: Message): void => (message.kind === "progress" ? report(message.text) : resolve(message));
  const died = (): void => resolve(undefined);
  const cancel = (): void => worker.postMessage("cancel" satisfies Order);
  worker.on("message", hear).on("error", reject).on("exit", died);
  signal.addEventListener("abort", cancel);
  try {
    worker.postMessage(task satisfies Order);
    const ending = await promise;
    if (ending !== undefined) giveBack(worker);
    signal.throwIfAborted();
    return ending;
  } finally {
    signal.removeEventListener("abort", cancel);
    worker.off("message", hear).off("error", reject).off("exit", died);
  }
}

function failure(ending: Ending | undefined): Error {
  switch (ending?.kind) {
    case "rejected":
      return new Rejection(...ending.findings);
    case "refused":
      return new UserError(...ending.problems);
    case "broken":
      return new Error(ending.message);
    case "made":
    case "repaired":
    case undefined:
      return new Error("the thread that works on the image ended without a result");
  }
}
