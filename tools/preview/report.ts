import { reportHtml } from "../../images/report/formats/html.ts";
import { reportMarkdown } from "../../images/report/formats/markdown.ts";
import { reportOf } from "../../images/report/report.ts";
import { reportText } from "../../images/report/formats/text.ts";
import type { Report } from "../../images/report/types.ts";
import { writePrivateFile } from "../../storage/files/private-file.ts";
import type { Session } from "../engine/session.ts";
import type { Publications } from "../publications.ts";
import { stepsIn } from "../up/saved-plan/saved-plan.ts";
import { readDiffs } from "./diffs.ts";
import type { PreviewFiles } from "./options.ts";

/**
 * The report that a person reads before approval. `engine`: the engine's saved plan, null without one; `approve`: the command that
 * carries it out.
 */
export async function reportFor(
  session: Pick<Session, "stack" | "settings" | "places">,
  wanted: Publications,
  engine: string | null,
  approve: string | null,
): Promise<Report> {
  return reportOf({
    stack: session.stack,
    day: wanted.day,
    publications: wanted.publications,
    steps: engine === null ? null : stepsIn(engine),
    diffs: await readDiffs(session, wanted),
    refusals: wanted.refusals,
    warnings: wanted.warnings,
    approve,
  });
}

/** Writes the report as Markdown and as a page. Returns it for a terminal. */
export async function writeReport(report: Report, { markdown, html }: Omit<PreviewFiles, "plan">): Promise<string[]> {
  await writePrivateFile(markdown, reportMarkdown(report));
  await writePrivateFile(html, reportHtml(report));
  return reportText(report);
}
