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
import { reportFor, writeReport } from "./preview/report.ts";
import { saveApproval } from "./preview/save.ts";
import { readPublications, refusalsOf, type Publications } from "./publications.ts";
import { previewCodeOf } from "./up/end/outcome.ts";
import { inTemporaryFolder, preview } from "./up/run.ts";
import { refusalLines } from "./up/end/summary.ts";
import { WrongUse } from "./setup/errors.ts";
import { refuseUnknownCloudsOf } from "./up/known-clouds.ts";
import { excludeSkipped, skippedLines } from "./up/end/skipped-clouds.ts";

/** Shows what a run would do, and every refusal. Changes nothing. Saves the plan to a file that `up --plan` carries out. */
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
    const report = await writeReport(await reportFor(session, wanted, engine, approve), options.files);
    // with --json, standard output belongs to the engine
    const say = options.json ? console.error : console.log;
    say(["", ...remarks, ...report].join("\n"));
  }
  return previewCodeOf(wanted, engine !== null);
}

/** Shows the engine's preview of a stack without a tree. */
async function previewRole(options: PreviewOptions, settings: Settings): Promise<number> {
  if (options.named.length > 0)
    throw new WrongUse(
      `${options.named.join(", ")}: expected to be left out: a stack of the role ${settings.role} has neither an approval nor a report`,
    );
  await refuseUnknownCloudsOf(settings);
  const session = await openRoleSession(options, settings.role);
  const refreshing = options.refresh ? ["--refresh"] : [];
  const { args, lines } = settings.role === "testing" ? await readSkipped(session, settings) : nothingSkipped;
  const { ok } = await showPulumi(
    ["preview", ...session.updateArgs, ...policyArgs, ...refreshing, ...args],
    session.env,
  );
  for (const line of lines) console.error(line);
  return ok ? 0 : 1;
}

const nothingSkipped = { args: [], lines: [] };

async function readSkipped(session: RoleSession, settings: TestingSettings) {
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
