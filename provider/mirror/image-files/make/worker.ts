import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../../../images/model/errors.ts";
import { explainFault } from "../../../../storage/files/fault.ts";
import { makeFiles, type Making } from "./make-files.ts";
import { promoteFiles } from "./promote-files.ts";
import { Rejection } from "../rejection.ts";
import { repairFiles } from "../repair/repair-files.ts";
import type { Ending, Message, Task } from "./worker-messages.ts";

/** Works on one image in a thread of its own: hashing and writing block it, and not the provider. */

const millisecondsBetweenReports = 400;

const cancelled = new AbortController();
parentPort?.once("message", () => cancelled.abort(new Error("the run was cancelled")));

let reported = -Infinity;
const making: Making = {
  signal: cancelled.signal,
  report(text) {
    const now = performance.now();
    if (now - reported < millisecondsBetweenReports) return;
    reported = now;
    send({ kind: "progress", text });
  },
};

// the one cast: a thread's data has no type of its own
const task = workerData as Task;
try {
  send(await done(task));
} catch (error) {
  send(endingOf(explainFault(error, task.kind === "repair" ? task.repair.work : task.job.directory)));
}
// a port that listens would keep the thread
parentPort?.close();

async function done(given: Task): Promise<Ending> {
  switch (given.kind) {
    case "make":
      return { kind: "made", made: await makeFiles(given.job, making) };
    case "promote":
      return { kind: "made", made: await promoteFiles(given.job, given.places, making) };
    case "repair":
      return { kind: "repaired", lost: await repairFiles(given.repair, making) };
  }
}

function endingOf(error: unknown): Ending {
  if (error instanceof Rejection) return { kind: "rejected", findings: error.findings };
  if (error instanceof UserError) return { kind: "refused", problems: error.problems };
  return { kind: "broken", message: error instanceof Error ? error.message : String(error) };
}

function send(message: Message): void {
  parentPort?.postMessage(message);
}
