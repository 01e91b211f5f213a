import { instant } from "../storage/clock.ts";
import { auditFiles } from "./audit/files.ts";
import { parseBudget } from "./audit/budget.ts";
import { exitCodeOf, type AuditResult, type FileTotals } from "./audit/finding.ts";
import { auditLists } from "./audit/lists.ts";
import { writeMetrics } from "./audit/metrics-file.ts";
import { metricsText } from "./audit/metrics.ts";
import { auditServer } from "./audit/server.ts";
import { auditSignatures } from "./audit/signatures.ts";
import { auditState } from "./audit/state.ts";
import { openSession, type Session } from "./engine/session.ts";
import { readState } from "./engine/state/state.ts";
import { readPublications } from "./publications.ts";
import { refuseFromAfar } from "./up/preconditions.ts";
import { audit } from "./usage/looking.mjs";
import { readArguments } from "./usage/read-arguments.ts";
import { count } from "../images/model/text/columns.ts";
import { printable } from "../images/model/text/printable.ts";

/** Reads everything public as an outsider would, and reports every difference from the records. Changes nothing public. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(audit, args);
  const budget = parseBudget(values.budget);
  const session = await openSession({ stack: values.stack, configFile: values["config-file"] ?? null, rest: [] });
  const result = await auditStack(session, budget, values.url);
  console.log(values.json ? JSON.stringify(result, null, 2) : resultLines(result).join("\n"));
  if (values.metrics !== undefined)
    await writeMetrics(values.metrics, metricsText(session.stack, result, Math.floor(Date.now() / 1000)));
  return exitCodeOf(result);
}

async function auditStack(session: Session, budget: number, url: string | undefined): Promise<AuditResult> {
  const world = await readPublications(session.settings);
  refuseFromAfar(world, session);
  const { places } = session;
  const state = await auditState(session, await readState(session.stack, session.env), world);
  const findings = [...state.findings];
  const totals: FileTotals[] = [];
  let left = budget;
  const [signing, now] = [session.settings.mirror.sign, instant(null)];
  findings.push(...(await auditSignatures(places, "the whole tree", { signing, now })));
  for (const { facts } of world.publications) {
    const channel = { suite: facts.suite, channel: facts.channel };
    findings.push(...(await auditLists(places, channel)));
    findings.push(...(await auditSignatures(places, channel, { signing, now })));
    if (url !== undefined) findings.push(...(await auditServer(url, places, channel, facts.sets)));
    const files = await auditFiles(places, channel, facts.sets, left);
    left = Math.max(0, left - files.totals.bytes);
    findings.push(...files.findings);
    totals.push(files.totals);
  }
  return { findings, unasked: state.unasked, files: together(totals) };
}

const together = (totals: readonly FileTotals[]): FileTotals => {
  const sum = (key: "total" | "read" | "bytes" | "unread"): number => totals.reduce((all, each) => all + each[key], 0);
  const unread = sum("unread");
  const ages = totals.flatMap(({ oldest }) => oldest ?? []);
  const oldest = unread > 0 || ages.length === 0 ? null : Math.max(...ages);
  return { total: sum("total"), read: sum("read"), bytes: sum("bytes"), oldest, unread };
};

/** The audit's result for people; findings first. */
const resultLines = ({ findings, unasked, files }: AuditResult): string[] => [
  ...findings.map(({ kind, where, finding }) => `${kind.padEnd(8)} ${printable(where)}  ${printable(finding)}`),
  ...unasked.map(({ where, reason }) => `not asked ${printable(where)}  ${printable(reason)}`),
  filesLine(files),
  findings.length === 0 ? "everything that was looked at is as promised" : count(findings.length, "finding"),
];

function filesLine({ total, read, bytes, oldest, unread }: FileTotals): string {
  const size = `${(bytes / 2 ** 30).toFixed(2)} GiB`;
  const rest = unread > 0 ? `${unread} were never read` : oldestInWords(oldest);
  return `read ${read} of ${count(total, "file")}, ${size}; ${rest}`;
}

const secondsPerDay = 86_400;

const oldestInWords = (oldest: number | null): string =>
  oldest === null
    ? "there is nothing to read"
    : `all were read in the last ${count(Math.floor(oldest / secondsPerDay) + 1, "day")}`;
