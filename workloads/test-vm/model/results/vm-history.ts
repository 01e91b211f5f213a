import { isTempest } from "../test-vm/plan.ts";
import { consoleFile, type VmRecord } from "../test-vm/record.ts";

/** The result of one attempt of a test VM, compared with the one before it. */
export interface VmResultView {
  /** ISO 8601, UTC. */
  at: string;
  verdict: VmRecord["verdict"];
  findings: readonly string[];
  /** Findings that the run before it did not have; empty if the VM was `broken`. */
  broke: string[];
  /** Findings that only the run before it had. */
  mended: string[];
  /** Numbers of Tempest's tests; null if the VM did not run it. */
  tempest: { passed: number; skipped: number } | null;
  /** Relative to the folder of results. */
  console: string;
}

/** The same image on the same hardware over time, or the same cloud's Tempest. */
export interface VmHistory {
  kind: "image" | "tempest";
  image: string;
  lineage: VmRecord["lineage"];
  combination: VmRecord["combination"];
  /** Newest first. */
  results: VmResultView[];
}

/** The results by tested image and hardware: Tempest's first, then images by name. */
export function vmHistories(records: readonly VmRecord[]): VmHistory[] {
  const groups = Map.groupBy(records, ({ combination }) => subjectOf(combination));
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => historyOf(group))
    .toSorted((a, b) => Number(b.kind === "tempest") - Number(a.kind === "tempest"));
}

const subjectOf = (combination: VmRecord["combination"]): string =>
  JSON.stringify(Object.entries(combination).toSorted(([a], [b]) => (a < b ? -1 : 1)));

function historyOf(group: readonly VmRecord[]): VmHistory {
  const sorted = group.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.attempt - b.attempt));
  const results: VmResultView[] = [];
  let before: VmRecord | undefined;
  for (const record of sorted) {
    results.unshift(viewOf(record, before));
    if (isDecided(record)) before = record;
  }
  const [{ combination, image, lineage } = neverEmpty()] = sorted;
  return { kind: isTempest(combination) ? "tempest" : "image", image, lineage, combination, results };
}

const neverEmpty = (): never => {
  throw new RangeError("a group without a record");
};

const isDecided = ({ verdict }: VmRecord): boolean => verdict !== "broken";

function viewOf(record: VmRecord, before: VmRecord | undefined): VmResultView {
  const { at, verdict, findings, tempest } = record;
  const known = isDecided(record);
  return {
    at,
    verdict,
    findings,
    broke: known ? findings.filter((finding) => before?.findings.includes(finding) !== true) : [],
    mended: known ? (before?.findings ?? []).filter((finding) => !findings.includes(finding)) : [],
    tempest: tempest ?? null,
    console: consoleFile(record),
  };
}
