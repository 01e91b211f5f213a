import { isTempest } from "../test-vm/plan.ts";
import type { VmRecord } from "../test-vm/record.ts";

/** The results of a check on the VMs of one lineage: their number, and the hardware on which it did not pass. */
export interface LineageResult {
  vms: number;
  /** As `ours small tests kvm bios scsi`. */
  failed: string[];
}

/** One check on images of both lineages of one architecture. */
export interface LineageRow {
  arch: string;
  check: string;
  fai: LineageResult;
  scripts: LineageResult;
  /** Null if both pass it, or both fail it. */
  difference: string | null;
}

/**
 * Compares images of the old scripts with those of FAI, by the last verdict on each image and hardware. An architecture on which only
 * one lineage was tested has no row.
 */
export function compareLineages(records: readonly VmRecord[]): LineageRow[] {
  const last = lastOf(records.filter(({ verdict, combination }) => verdict !== "broken" && !isTempest(combination)));
  const arches = [...new Set(last.map(archOf))].toSorted();
  return arches.flatMap((arch) => {
    const here = last.filter((record) => archOf(record) === arch);
    const [fai, scripts] = [of(here, "fai"), of(here, "scripts")];
    if (fai.length === 0 || scripts.length === 0) return [];
    const checks = [...new Set(here.flatMap((record) => record.checks.map(({ name }) => name)))].toSorted();
    return checks.map((check) => rowOf({ arch, check, fai: resultOf(fai, check), scripts: resultOf(scripts, check) }));
  });
}

const archOf = ({ combination }: VmRecord): string => combination["arch"] ?? "";

const of = (records: readonly VmRecord[], lineage: VmRecord["lineage"]): VmRecord[] =>
  records.filter((record) => record.lineage === lineage);

function lastOf(records: readonly VmRecord[]): VmRecord[] {
  const newest = new Map<string, VmRecord>();
  for (const record of records.toSorted((a, b) => (a.at < b.at ? -1 : 1)))
    newest.set(`${record.image} ${hardwareOf(record)} ${archOf(record)}`, record);
  return [...newest.values()];
}

/** The hardware, without image and architecture, which the row has already. */
const hardwareOf = ({ combination }: VmRecord): string =>
  ["cloud", "flavor", "network", "hypervisor", "firmware", "diskBus"]
    .flatMap((dimension) => combination[dimension] ?? [])
    .filter((value) => value !== "none")
    .join(" ");

function resultOf(records: readonly VmRecord[], check: string): LineageResult {
  const asked = records.filter(({ checks }) => checks.some(({ name }) => name === check));
  const failed = asked.filter(({ checks }) => checks.some(({ name, result }) => name === check && result !== "passed"));
  return { vms: asked.length, failed: failed.map(hardwareOf).toSorted() };
}

const names = { fai: "images of FAI", scripts: "images of the old scripts" } as const;

const rowOf = (row: Omit<LineageRow, "difference">): LineageRow => ({ ...row, difference: differenceOf(row) });

function differenceOf({ fai, scripts }: Pick<LineageRow, "fai" | "scripts">): string | null {
  if (fai.vms === 0) return `not asked of ${names.fai}`;
  if (scripts.vms === 0) return `not asked of ${names.scripts}`;
  const [faiFails, scriptsFail] = [fai.failed.length > 0, scripts.failed.length > 0];
  if (faiFails === scriptsFail) return null;
  return `only ${faiFails ? names.fai : names.scripts} fail it`;
}
