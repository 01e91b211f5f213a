import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { z } from "zod";

const answerSchema = z.union([z.object({ sha512: z.string() }), z.object({ failed: z.string() })]);

type Answer = z.output<typeof answerSchema>;

/** Reads files on every core. Reports each when it is done, in no order, and waits for `onRead`. */
export async function hashFiles(
  paths: readonly string[],
  onRead: (index: number, answer: Answer) => Promise<void>,
): Promise<void> {
  const turns = paths.entries();
  const threads = Array.from({ length: Math.min(availableParallelism(), paths.length) }, async () => {
    const worker = new Worker(new URL("./hash-worker.ts", import.meta.url), { execArgv: [] });
    try {
      for (const [index, path] of turns) await onRead(index, await ask(worker, path));
    } finally {
      await worker.terminate();
    }
  });
  await Promise.all(threads);
}

function ask(worker: Worker, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`the thread that read ${path} ended without an answer`));
    worker.once("error", reject);
    worker.once("exit", ended);
    worker.once("message", (message) => {
      worker.off("error", reject);
      worker.off("exit", ended);
      resolve(answerSchema.parse(message));
    });
    worker.postMessage(path);
  });
}
