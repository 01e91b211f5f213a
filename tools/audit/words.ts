import { count } from "../../images/model/columns.ts";
import { printable } from "../../images/model/printable.ts";
import type { AuditResult, FileTotals } from "./finding.ts";

/** The audit's result for people; findings first. */
export const resultLines = ({ findings, unasked, files }: AuditResult): string[] => [
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
