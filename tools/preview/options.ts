import path from "node:path";
import { approvalFile } from "../../stacks/approval.ts";
import { bareName } from "../approval/approvable.ts";
import { readEngineOptions, takeValues, type EngineOptions } from "../engine/options.ts";
import { project } from "../setup/folders.mjs";

/** Where a preview leaves what it showed. */
export interface PreviewFiles {
  plan: string;
  markdown: string;
  html: string;
}

export interface PreviewOptions extends EngineOptions {
  files: PreviewFiles;
  /** The engine was asked for JSON. */
  json: boolean;
  /** What of the engine's own arguments the run has to be given as well. */
  lasting: readonly string[];
}

const asJson = "--json";

/** Throws `WrongUse`. */
export function readPreviewOptions(args: readonly string[]): PreviewOptions {
  const { values, rest } = takeValues(args, ["--save-plan", "--markdown", "--html"]);
  const options = readEngineOptions(rest);
  const plan = path.join(project, approvalFile(bareName(options.stack)));
  const beside = (name: string): string => path.join(path.dirname(plan), name);
  return {
    ...options,
    json: options.rest.includes(asJson),
    lasting: options.rest.filter((arg) => arg !== asJson),
    files: {
      plan: path.resolve(values.get("--save-plan") ?? plan),
      markdown: path.resolve(values.get("--markdown") ?? beside("report.md")),
      html: path.resolve(values.get("--html") ?? beside("report.html")),
    },
  };
}
