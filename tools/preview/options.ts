import path from "node:path";
import { approvalFile } from "../../stacks/publication/approval.ts";
import { bareName } from "../approval/approvable.ts";
import { engineOptionsOf, type EngineOptions } from "../engine/options.ts";
import { project } from "../setup/bootstrap/folders.mjs";
import { preview } from "../usage/publishing.mjs";
import { readArguments } from "../usage/read-arguments.ts";

/** The files that a preview writes. */
export interface PreviewFiles {
  plan: string;
  markdown: string;
  html: string;
}

export interface PreviewOptions extends EngineOptions {
  files: PreviewFiles;
  /** The options that name these files, as far as they were given. */
  named: readonly string[];
  /** The engine was asked for JSON. */
  json: boolean;
  /** The engine's own arguments that the run needs too. */
  lasting: readonly string[];
}

const asksForJson = (arg: string): boolean => arg === "--json" || arg === "-j";

/** Throws `WrongUse`. */
export function readPreviewOptions(args: readonly string[]): PreviewOptions {
  const given = readArguments(preview, args);
  const options = engineOptionsOf(given);
  const plan = path.join(project, approvalFile(bareName(options.stack)));
  const { "save-plan": saved, markdown, html } = given.values;
  const beside = (name: string): string => path.join(path.dirname(plan), name);
  return {
    ...options,
    json: options.rest.some(asksForJson),
    lasting: options.rest.filter((arg) => !asksForJson(arg)),
    files: {
      plan: path.resolve(saved ?? plan),
      markdown: path.resolve(markdown ?? beside("report.md")),
      html: path.resolve(html ?? beside("report.html")),
    },
    named: Object.entries({ "save-plan": saved, markdown, html }).flatMap(([name, file]) =>
      file === undefined ? [] : [`--${name}`],
    ),
  };
}
