import { Worker } from "node:worker_threads";
import { UserError } from "../../../../images/model/errors.ts";
import type { Made } from "./make-files.ts";
import { Rejection } from "../rejection.ts";
import type { Repair } from "../repair/repair-files.ts";
import type { Ending, Message, Task } from "./worker-messages.ts";

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

/** The tools that the thread started are dead when this is over. */
async function runWorker(task: Task, signal: AbortSignal, report: Report): Promise<Ending | undefined> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task, execArgv: [] });
  const cancel = (): void => worker.postMessage("cancel");
  signal.addEventListener("abort", cancel);
  let ending: Ending | undefined;
  worker.on("message", (message: Message) => {
    if (message.kind === "progress") report(message.text);
    else ending = message;
  });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once("error", reject);
      worker.once("exit", () => resolve());
    });
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  signal.throwIfAborted();
  return ending;
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
