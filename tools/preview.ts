import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readEngineOptions } from "./engine/options.ts";
import { openSession } from "./engine/session.ts";
import { readPublications, refusalsOf } from "./publications.ts";
import { exitCodes } from "./up/outcome.ts";
import { preview } from "./up/run.ts";
import { refusalLines } from "./up/summary.ts";

/** Shows what a run would do, and every refusal; changes nothing, and exits 1 when something is refused. */
export async function main(args: string[]): Promise<number> {
  const { refresh, ...options } = readEngineOptions(args);
  const session = await openSession(options);
  const wanted = await readPublications(session.settings);
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-plan-"));
  try {
    const updateArgs = refresh ? [...session.updateArgs, "--refresh"] : session.updateArgs;
    const ending = await preview({ ...session, updateArgs }, wanted, path.join(folder, "plan.json"));
    const refusals = refusalsOf(wanted);
    for (const line of refusalLines(refusals)) console.error(line);
    return ending === "done" && refusals.length === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
