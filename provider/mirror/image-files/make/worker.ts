import { parentPort } from "node:worker_threads";
import { UserError } from "../../../../images/model/errors.ts";
import { explainFault } from "../../../../storage/files/fault.ts";
import { makeFiles, type Making } from "./make-files.ts";
import { promoteFiles } from "./promote-files.ts";
import { Rejection } from "../rejection.ts";
import { repairFiles } from "../repair/repair-files.ts";
import type { Ending, Message, Order, Task } from "./worker-messages.ts";

/** Works on one image after the other in a thread of its own: hashing and writing block it, and not the provider. */

const millisecondsBetweenReports = 400;

let cancelled = new AbortController();

parentPort?.on("message", (order: Order) => {
  if (order === "cancel") cancelled.abort(new Error("the run was cancelled"));
  else void work(order);
});

/** Says how the work ended. It never throws. */
async function work(task: Task): Promise<void> {
  cancelled = new AbortController();
  try {
    send(await done(task, making(cancelled.signal)));
  } catch (error) {
    send(endingOf(explainFault(error, task.kind === "repair" ? task.repair.work : task.job.directory)));
  }
}

function making(signal: AbortSignal): Making {
  let reported = -Infinity;
  return {
    signal,
    report(text) {
      const now = performance.now();
      if (now - reported < millisecondsBetweenReports) return;
      reported = now;
      send({ kind: "progress", text });
    },
  };
}

async function done(given: Task, making: Making): Promise<Ending> {
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
