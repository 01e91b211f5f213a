import type { GateState } from "../../plan/types.ts";
import type { Movement, PointerMove, PublicationReport } from "../types.ts";
import type { Block, Row, Section, Table } from "./types.ts";
import { count } from "../../model/text/columns.ts";
import { dayText, isElsewhere, kindWords, reasonText, shareText, targetsText } from "./words.ts";

const forGood: ReadonlySet<Movement["kind"]> = new Set(["deleted", "withdrawn"]);

/** The changes of images that cannot be undone. */
export function finalSections({ movements }: PublicationReport): Section[] {
  const gone = movements.filter(({ kind }) => forGood.has(kind));
  return gone.length === 0 ? [] : [section("Cannot be undone", "bad", tableOf(gone))];
}

/** All other changes of images, and those of pointers. */
export function changeSections({ movements, gates, pointers, rooms, upkeep }: PublicationReport): Section[] {
  const others = movements.filter(({ kind }) => !forGood.has(kind) && kind !== "spared");
  const spared = movements.filter(({ kind }) => kind === "spared");
  const changes: Block[] = [
    ...tableOf(others),
    ...gates.map(({ version, gate, reason }): Block => ({
      is: "paragraph",
      text: [gateLeads[gate], { code: version }, ` ${gateWords[gate]}`, reason === "" ? "." : `: ${reason}`],
    })),
    ...pointerBlocks(pointers),
    ...rooms.map(({ targets, left, reason }): Block => ({
      is: "paragraph",
      text: [`Room for ${left} more public images afterwards at ${targetsText(targets)}: ${reason}.`],
    })),
    ...upkeep.map(({ cloud, targets, images, gibibytes, usd, date }): Block => ({
      is: "paragraph",
      text: [
        `Keeping ${count(images, "image")} at ${count(targets, "target")} of ${cloud} costs at most ${usd.toFixed(2)} USD a month: ${gibibytes} GiB, at the price of ${date}.`,
      ],
    })),
    ...(spared.length === 0 ? [] : [folded("Due to go, and kept for now", spared)]),
  ];
  return changes.length === 0 ? [] : [section("Changes", "plain", changes)];
}

/** An undecided gate is a condition of the changes. */
const gateLeads: Readonly<Record<GateState, string>> = {
  open: "The gate of ",
  assumed: "Provided that the gate of ",
  waiting: "The gate of ",
  closed: "The gate of ",
};

const gateWords: Readonly<Record<GateState, string>> = {
  open: "is open",
  assumed: "opens",
  waiting: "waits",
  closed: "is closed",
};

const section = (title: string, tone: Section["tone"], blocks: readonly Block[]): Section => ({ title, tone, blocks });

const mostSpared = 3;

const folded = (summary: string, movements: readonly Movement[]): Block => ({
  is: "details",
  ...(movements.length > mostSpared && { unfolded: "summary" }),
  summary: [`${summary} (${movements.length})`],
  blocks: tableOf(movements),
});

function tableOf(movements: readonly Movement[]): Table[] {
  if (movements.length === 0) return [];
  const elsewhere = isElsewhere(movements);
  return [
    {
      is: "table",
      head: ["What", "Version", "Images", ...(elsewhere ? ["Where"] : []), "Day", "Why"],
      rows: movements.map((movement) => rowOf(movement, elsewhere)),
    },
  ];
}

function rowOf({ kind, version, images, targets, day, reason }: Movement, elsewhere: boolean): Row {
  const { mark, tone } = kindWords[kind];
  return {
    tone,
    cells: [
      [{ mark }],
      [{ code: version }],
      shareText(images),
      ...(elsewhere ? [[targetsText(targets)]] : []),
      [dayText(day)],
      reasonText(reason),
    ],
  };
}

function pointerBlocks(pointers: readonly PointerMove[]): Block[] {
  if (pointers.length === 0) return [];
  const elsewhere = isElsewhere(pointers);
  return [
    {
      is: "table",
      head: ["What", "From", "To", ...(elsewhere ? ["Where"] : []), "Images"],
      rows: pointers.map(({ from, to, images, targets, backwards }) => ({
        tone: backwards || to === null ? "warn" : "plain",
        cells: [
          [{ mark: `pointers ${pointersVerb({ from, to, backwards })}` }],
          [from === null ? "" : { code: from }],
          [to === null ? "" : { code: to }],
          ...(elsewhere ? [[targetsText(targets)]] : []),
          shareText(images),
        ],
      })),
    },
  ];
}

function pointersVerb({ from, to, backwards }: Pick<PointerMove, "from" | "to" | "backwards">): string {
  if (backwards) return "go back";
  if (to === null) return "end";
  return from === null ? "begin" : "move";
}
