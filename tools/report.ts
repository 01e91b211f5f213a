import path from "node:path";
import { project } from "./setup/bootstrap/folders.mjs";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { reportFor, writeReport } from "./preview/report.ts";
import { readPublications } from "./publications.ts";
import { previewCodeOf } from "./up/end/outcome.ts";
import { report as usage } from "./usage/looking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Reports the plan of a run as a preview does, but without the engine: it needs neither the state nor its secrets. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(usage, args);
  const { stack } = values;
  const configFile = values["config-file"] ?? null;
  const settings = readSettings({ stack, configFile, backend: backendUrl(stack, process.env) });
  const places = { tree: settings.mirror.root, staging: settings.mirror.staging };
  const wanted = await readPublications(settings);
  const folder = path.join(project, ".dev/previews", encodeURIComponent(stack));
  const lines = await writeReport(await reportFor({ stack, settings, places }, wanted, null, null), {
    markdown: path.resolve(values.markdown ?? path.join(folder, "plan.md")),
    html: path.resolve(values.html ?? path.join(folder, "plan.html")),
  });
  console.log(lines.join("\n"));
  return previewCodeOf(wanted, true);
}
