import type { Combination, Pair } from "./model/matrix/matrix.ts";
import { compareLineages, type LineageRow } from "./model/results/lineages.ts";
import type { TestWorld } from "./facts.ts";

/** The outputs of the stack `testing`. */
export interface TestSummary {
  /** VMs that must exist now. */
  running: { name: string; combination: Combination }[];
  results: {
    key: string;
    verdict: string;
    image: string;
    lineage: string;
    combination: Combination;
    findings: string[];
  }[];
  /** Keys of VMs that a cloud broke in every attempt. */
  givenUp: string[];
  /** Images of the old scripts compared with those of FAI, by all recorded results. */
  lineages: LineageRow[];
  /** Pairs that no VM has, the heaviest first, as `firmware uefi × diskBus scsi (3)`. */
  left: string[];
}

export const testSummary = ({ plan: { vms, done, givenUp }, records, choice }: TestWorld): TestSummary => ({
  running: vms.map(({ name, combination }) => ({ name, combination })),
  results: done.map(({ key, verdict, image, lineage, combination, findings }) => ({
    key,
    verdict,
    image,
    lineage,
    combination,
    findings,
  })),
  givenUp,
  lineages: compareLineages(records),
  left: choice.left.map(pairText),
});

const pairText = ({ a, b, weight }: Pair): string => `${a.join(" ")} × ${b.join(" ")} (${weight})`;
