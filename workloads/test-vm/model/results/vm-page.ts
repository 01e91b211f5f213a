import { escapeHtml } from "../../../../images/model/text/escape.ts";
import type { LineageResult, LineageRow } from "./lineages.ts";
import type { VmHistory, VmResultView } from "./vm-history.ts";

/** A channel of the tree whose boot tests have a page of their own: its directory below the root. */
export interface BootTestsPage {
  channel: string;
  families: number;
  /** What broke in the newest image of each family, as `genericcloud/amd64 20260717-2542: …`. */
  broke: string[];
}

/** All results of the project: test VMs, Tempest, both lineages, and links to the boot tests. */
export interface AllResults {
  vms: readonly VmHistory[];
  lineages: readonly LineageRow[];
  boots: readonly BootTestsPage[];
  /** The path from the page to the folder of results, with a slash at its end; null if it is not served with the page. */
  consoles: string | null;
}

/** For programs. */
export const allResultsText = ({ vms, lineages, boots }: AllResults): string =>
  `${JSON.stringify({ apiVersion: "cloud.debian.org/records/v1", kind: "AllTestResults", vms, lineages, boots }, null, 2)}\n`;

/** The same as a page without scripts, for people. Findings may contain text of a guest, so they are escaped. */
export const allResultsPage = ({ vms, lineages, boots, consoles }: AllResults): string => `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Tests of Debian's cloud images</title>
<h1>Tests of Debian's cloud images</h1>
<h2>Boot tests</h2>
${boots.length === 0 ? "<p>None.</p>" : `<ul>\n${boots.map(bootsItem).join("\n")}\n</ul>`}
<h2>Tempest</h2>
${historiesPart(of(vms, "tempest"), consoles)}
<h2>Test VMs</h2>
${historiesPart(of(vms, "image"), consoles)}
<h2>Images of FAI and of the old scripts</h2>
${lineagesPart(lineages)}
</html>
`;

const of = (vms: readonly VmHistory[], kind: VmHistory["kind"]): VmHistory[] => vms.filter((vm) => vm.kind === kind);

const bootsItem = ({ channel, families, broke }: BootTestsPage): string =>
  `<li><a href="${escapeHtml(channel)}/tests.html">${escapeHtml(channel)}</a>: ${families} families` +
  (broke.length === 0 ? "" : `; broke: ${list(broke)}`);

const historiesPart = (histories: readonly VmHistory[], consoles: string | null): string =>
  histories.length === 0 ? "<p>None.</p>" : histories.map((history) => historyPart(history, consoles)).join("\n");

const historyPart = (
  { image, lineage, combination, results }: VmHistory,
  consoles: string | null,
): string => `<h3>${escapeHtml(`${image} (${lineage})`)}</h3>
<p>${escapeHtml(
  Object.entries(combination)
    .filter(([name]) => name !== "image" && name !== "test")
    .map((entry) => entry.join(" "))
    .join(", "),
)}</p>
<table>
<tr><th>Time</th><th>Outcome</th><th>Tests</th><th>Broke</th><th>Mended</th></tr>
${results.map((result) => resultRow(result, consoles)).join("\n")}
</table>`;

const resultRow = (result: VmResultView, consoles: string | null): string =>
  `<tr><td>${timeCell(result, consoles)}</td><td>${result.verdict}</td><td>${testsText(result)}</td>` +
  `<td>${list(result.verdict === "broken" ? result.findings : result.broke)}</td><td>${list(result.mended)}</td></tr>`;

const timeCell = ({ at, console }: VmResultView, consoles: string | null): string =>
  consoles === null ? escapeHtml(at) : `<a href="${escapeHtml(`${consoles}${console}`)}">${escapeHtml(at)}</a>`;

const testsText = ({ tempest }: VmResultView): string =>
  tempest === null ? "" : `${tempest.passed} passed, ${tempest.skipped} skipped`;

const lineagesPart = (rows: readonly LineageRow[]): string =>
  rows.length === 0
    ? "<p>No architecture was tested with images of both.</p>"
    : `<table>
<tr><th>Architecture</th><th>Check</th><th>FAI</th><th>Scripts</th><th>Difference</th></tr>
${rows.map(lineageRow).join("\n")}
</table>`;

const lineageRow = ({ arch, check, fai, scripts, difference }: LineageRow): string =>
  `<tr><td>${escapeHtml(arch)}</td><td>${escapeHtml(check)}</td><td>${lineageCell(fai)}</td>` +
  `<td>${lineageCell(scripts)}</td><td>${difference ?? ""}</td></tr>`;

const lineageCell = ({ vms, failed }: LineageResult): string =>
  vms === 0
    ? "not asked"
    : failed.length === 0
      ? `passed on ${vms}`
      : `failed on ${failed.length} of ${vms}: ${list(failed)}`;

const list = (texts: readonly string[]): string => texts.map(escapeHtml).join("<br>");
