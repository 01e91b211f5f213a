import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { startFile } from "../../../storage/programs/spawn.mjs";
import { findProgram } from "../../../storage/programs/search.mjs";
import { pythonPackages } from "../python-packages.ts";

export const bucket = "uploads-of-a-test";

/** Starts a Cloud Storage of its own, with one empty bucket. It ends with this process, however that ends. */
export async function startCloudStorage(): Promise<{ url: string; stop: () => Promise<void> }> {
  const installed = await pythonPackages("gcs", path.join(import.meta.dirname, "requirements.txt"));
  const serve = [path.join(import.meta.dirname, "serve.py"), bucket];
  const server = startFile(findProgram("python3") ?? "python3", serve, {
    env: { ...process.env, PYTHONPATH: path.join(installed, "packages"), PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  for await (const line of createInterface(server.stdout)) {
    const port = /^listening on (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return { url: `http://127.0.0.1:${port}`, stop };
  }
  await stop();
  throw new Error("gcp-storage-emulator ended before it listened; its words are above");
}
