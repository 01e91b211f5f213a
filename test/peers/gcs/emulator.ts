import path from "node:path";
import { findProgram } from "../../../storage/programs/search.mjs";
import { pythonPackages } from "../python-packages.ts";
import { startServer, type StartedServer } from "../started-server.ts";

export const bucket = "uploads-of-a-test";

/** Starts gcp-storage-emulator, a Cloud Storage of the test's own, with one empty bucket. */
export async function startCloudStorage(): Promise<StartedServer> {
  const installed = await pythonPackages("gcs", path.join(import.meta.dirname, "requirements.txt"));
  return startServer({
    name: "gcp-storage-emulator",
    program: findProgram("python3") ?? "python3",
    args: [path.join(import.meta.dirname, "serve.py"), bucket],
    env: { PYTHONPATH: path.join(installed, "packages"), PYTHONDONTWRITEBYTECODE: "1" },
    listening: /^listening on (\d+)$/,
  });
}
