import type { NextChange } from "../types.ts";
import type { Block, Section, Table, Text } from "./types.ts";
import { dayText, isElsewhere, kindWords, shareText, targetsText } from "./words.ts";

const most = 4;

/** The changes of the coming days. */
export function comingSections(next: readonly NextChange[]): Section[] {
  if (next.length === 0) return [];
  const [near, far] = [next.slice(0, most), next.slice(most)];
  const later: Block = {
    is: "details",
    unfolded: "summary",
    summary: [`and ${far.length} more later`],
    blocks: [tableOf(far)],
  };
  return [{ title: "Coming days", tone: "plain", blocks: [tableOf(near), ...(far.length === 0 ? [] : [later])] }];
}

function tableOf(next: readonly NextChange[]): Table {
  const elsewhere = isElsewhere(next);
  return {
    is: "table",
    head: ["Day", "What", "Version", "Images", ...(elsewhere ? ["Where"] : []), "Why"],
    rows: next.map(({ day, phase, version, targets, images, reason }) => ({
      tone: "plain",
      cells: [
        [dayText(day)],
        [{ mark: phase === "gone" ? kindWords.deleted.mark : phase }],
        [{ code: version }],
        shareText(images),
        ...(elsewhere ? [[targetsText(targets)]] : []),
        [reason],
      ],
    })),
  };
}

/** The next change alone, in one line. */
export function nearest([first]: readonly NextChange[]): Text[] {
  if (first === undefined) return [];
  const { day, phase, version, images } = first;
  const what = phase === "gone" ? kindWords.deleted.mark : phase;
  return [[`next, on ${dayText(day)}: `, { code: version }, ` is ${what}, `, ...shareText(images)]];
}
