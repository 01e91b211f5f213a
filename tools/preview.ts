import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Settings, TestingSettings } from "../stacks/config.ts";
import { readTesting } from "../workloads/test-vm/facts.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { policyArgs } from "./engine/policy.ts";
import { showPulumi } from "./engine/pulumi.ts";
import { openRoleSession, type RoleSession } from "./engine/role-session.ts";
import { openSession, type Session } from "./engine/session.ts";
import { readAnySettings } from "./engine/stack-file.ts";
import { readPreviewOptions, type PreviewOptions } from "./preview/options.ts";
import { reportFor, tell } from "./preview/report.ts";
import { saveApproval } from "./preview/save.ts";
import { readPublications, refusalsOf, type Publications } from "./publications.ts";
import { previewCodeOf } from "./up/end/outcome.ts";
import { inTemporaryFolder, preview } from "./up/run.ts";
import { refusalLines } from "./up/end/summary.ts";
import { refuseUnknownCloudsOf } from "./up/known-clouds.ts";
import { excludeSkipped, skippedLines } from "./up/end/skipped-clouds-report.ts";

/** Shows what a run would do, and every refusal; changes nothing, and leaves what it showed in a file that can be run. */
export async function main(args: string[]): Promise<number> {
  const options = readPreviewOptions(args);
  const settings = readAnySettings({ ...options, backend: backendUrl(options.stack, process.env) });
  if (settings.role !== "publication") return previewRole(options, settings);
  const session = await openSession(options);
  const wanted = await readPublications(session.settings);
  const engine = await previewed(session, wanted, options);
  if (engine === null) for (const line of refusalLines(refusalsOf(wanted))) console.error(line);
  else {
    const { approve, remarks } = await saveApproval(session, wanted, engine, options);
    const report = await tell(await reportFor(session, wanted, engine, approve), options.files);
    // standard output is the engine's, where it was asked for JSON
    const say = options.json ? console.error : console.log;
    say(["", ...remarks, ...report].join("\n"));
  }
  return previewCodeOf(wanted, engine !== null);
}

/** Of a stack that has no tree: what the engine says. */
async function previewRole(options: PreviewOptions, settings: Settings): Promise<number> {
  await refuseUnknownCloudsOf(settings);
  const session = await openRoleSession(options, settings.role);
  const refreshing = options.refresh ? ["--refresh"] : [];
  const { args, lines } = settings.role === "testing" ? await readUnasked(session, settings) : nothingUnasked;
  const { ok } = await showPulumi(
    ["preview", ...session.updateArgs, ...policyArgs, ...refreshing, ...args],
    session.env,
  );
  for (const line of lines) console.error(line);
  return ok ? 0 : 1;
}

const nothingUnasked = { args: [], lines: [] };

async function readUnasked(session: RoleSession, settings: TestingSettings) {
  const world = await readTesting(settings);
  return { args: await excludeSkipped(session, settings, world), lines: skippedLines(settings, world) };
}

/** The engine's saved plan; null if its preview failed, or if it removes a resource that is not due. */
const previewed = (session: Session, wanted: Publications, { refresh }: PreviewOptions): Promise<string | null> =>
  inTemporaryFolder(async (folder) => {
    const saved = path.join(folder, "plan.json");
    const updateArgs = refresh ? [...session.updateArgs, "--refresh"] : session.updateArgs;
    const ending = await preview({ ...session, updateArgs }, wanted, saved);
    return ending === "done" ? readFile(saved, "utf8") : null;
  });
