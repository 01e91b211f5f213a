import { escapeHtml } from "../../../../images/model/text/escape.ts";
import type { FamilyResults, Result } from "./history.ts";

/** The results of a channel's boot tests as JSON, for programs. */
export const resultsText = (channel: string, families: readonly FamilyResults[]): string =>
  `${JSON.stringify({ apiVersion: "cloud.debian.org/records/v1", kind: "TestResults", channel, families }, null, 2)}\n`;

/** The same as a page without scripts, for people. Findings may contain text of a guest, so they are escaped. */
export function resultsPage(channel: string, families: readonly FamilyResults[]): string {
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Boot tests of ${escapeHtml(channel)}</title>
<h1>Boot tests of ${escapeHtml(channel)}</h1>
<p>Each image boots before it is shown. Broke and mended compare it with the image before it.</p>
${families.map(familyPart).join("\n")}
</html>
`;
}

const familyPart = ({ member, results }: FamilyResults): string => `<h2>${escapeHtml(member)}</h2>
<table>
<tr><th>Version</th><th>Day</th><th>Outcome</th><th>Attempts</th><th>Broke</th><th>Mended</th></tr>
${results.map(resultRow).join("\n")}
</table>`;

const resultRow = (result: Result): string =>
  `<tr><td>${evidenceLink(result)}</td><td>${result.day ?? ""}</td><td>${escapeHtml(outcomeText(result))}</td>` +
  `<td>${result.attempts}</td><td>${list(result.broke)}</td><td>${list(result.mended)}</td></tr>`;

const outcomeText = ({ outcome, reason }: Result): string => (reason === null ? outcome : `${outcome}: ${reason}`);

const evidenceLink = ({ version, evidence }: Result): string =>
  evidence === null ? version : `<a href="${escapeHtml(`${version}/${evidence}/`)}">${version}</a>`;

const list = (findings: readonly string[]): string => findings.map(escapeHtml).join("<br>");
