import { parentPort } from "node:worker_threads";
import { openSync, closeSync, readSync } from "node:fs";
import { createHash } from "node:crypto";

/** A thread that reads one file per request. */

const chunk = Buffer.allocUnsafe(1 << 20);

parentPort?.on("message", (path: string) => parentPort?.postMessage(answerOf(path)));

function answerOf(path: string): { sha512: string } | { failed: string } {
  try {
    return { sha512: sha512Of(path) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** Synchronous, with a reused buffer: nothing else runs in this thread. */
function sha512Of(path: string): string {
  const hash = createHash("sha512");
  const file = openSync(path, "r");
  try {
    for (let bytes = readSync(file, chunk); bytes > 0; bytes = readSync(file, chunk))
      hash.update(chunk.subarray(0, bytes));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}
