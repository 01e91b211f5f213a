import { readFile } from "node:fs/promises";
import path from "node:path";
import { readPreviewOptions } from "./preview/options.ts";
import { saveApproval } from "./preview/save.ts";
import { openSession } from "./engine/session.ts";
import { readPublications, refusalsOf } from "./publications.ts";
import { previewCodeOf } from "./up/outcome.ts";
import { inTemporaryFolder, preview } from "./up/run.ts";
import { refusalLines } from "./up/summary.ts";

/** Shows what a run would do, and every refusal; changes nothing, and leaves what it showed in a file that can be run. */
export async function main(args: string[]): Promise<number> {
  const { refresh, files, json, ...options } = readPreviewOptions(args);
  const session = await openSession(options);
  const wanted = await readPublications(session.settings);
  return inTemporaryFolder(async (folder) => {
    const saved = path.join(folder, "plan.json");
    const updateArgs = refresh ? [...session.updateArgs, "--refresh"] : session.updateArgs;
    const ending = await preview({ ...session, updateArgs }, wanted, saved);
    for (const line of refusalLines(refusalsOf(wanted))) console.error(line);
    if (ending === "done") {
      const lines = await saveApproval(session, wanted, { engine: await readFile(saved, "utf8"), options, files });
      // standard output is the engine's, where it was asked for JSON
      for (const line of lines) (json ? console.error : console.log)(line);
    }
    return previewCodeOf(wanted, ending === "done");
  });
}
