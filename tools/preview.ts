import { readFile } from "node:fs/promises";
import path from "node:path";
import { openSession, type Session } from "./engine/session.ts";
import { readPreviewOptions, type PreviewOptions } from "./preview/options.ts";
import { reportFor, tell } from "./preview/report.ts";
import { saveApproval } from "./preview/save.ts";
import { readPublications, refusalsOf, type Publications } from "./publications.ts";
import { previewCodeOf } from "./up/outcome.ts";
import { inTemporaryFolder, preview } from "./up/run.ts";
import { refusalLines } from "./up/summary.ts";

/** Shows what a run would do, and every refusal; changes nothing, and leaves what it showed in a file that can be run. */
export async function main(args: string[]): Promise<number> {
  const options = readPreviewOptions(args);
  const session = await openSession(options);
  const wanted = await readPublications(session.settings);
  const engine = await previewed(session, wanted, options);
  if (engine === null) for (const line of refusalLines(refusalsOf(wanted))) console.error(line);
  else {
    const report = await tell(await reportFor(session, wanted, engine), options.files);
    const toRun = await saveApproval(session, wanted, engine, options);
    // standard output is the engine's, where it was asked for JSON
    const say = options.json ? console.error : console.log;
    say(["", ...report, ...toRun].join("\n"));
  }
  return previewCodeOf(wanted, engine !== null);
}

/** The engine's saved plan; null where its preview failed, or removes what is not due. */
const previewed = (session: Session, wanted: Publications, { refresh }: PreviewOptions): Promise<string | null> =>
  inTemporaryFolder(async (folder) => {
    const saved = path.join(folder, "plan.json");
    const updateArgs = refresh ? [...session.updateArgs, "--refresh"] : session.updateArgs;
    const ending = await preview({ ...session, updateArgs }, wanted, saved);
    return ending === "done" ? readFile(saved, "utf8") : null;
  });
