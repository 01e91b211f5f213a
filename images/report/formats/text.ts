import { columns } from "../../model/text/columns.ts";
import { clipped, printable } from "../../model/text/printable.ts";
import { documentOf } from "../document/document.ts";
import type { Block, Details, Document, Section, Table, Text } from "../document/types.ts";
import type { Report } from "../types.ts";

const width = 100;
/** The least width of a table's last column, however wide the others are, and the most of each of these. */
const narrowest = 32;
const widest = 44;
const usualRows = 20;
const mostCharacters = 1000;

/** For a terminal of about 100 columns: shortens what other formats fold, but never what cannot be undone. */
export const reportText = (report: Report): string[] => documentText(documentOf(report));

/** The same of any document. `mostRows`: of a list, and of a table that need not be whole; what is left out is counted. */
export function documentText({ title, lead, sections }: Document, mostRows = usualRows): string[] {
  const [first, ...rest] = lead.map(plain);
  return [
    ...wrapped(`${plain([title])}: ${first ?? ""}`, width),
    ...rest.flatMap((line) => wrapped(line, width - 2).map(indented)),
    ...sections.flatMap((section) => sectionLines(section, mostRows)),
  ];
}

const plain = (text: Text): string => clipped(printable(text.map(spanText).join("")), mostCharacters);

const spanText = (span: Text[number]): string => (typeof span === "string" ? span : Object.values(span).join(""));

const indented = (line: string): string => `  ${line}`;

function sectionLines({ title, tone, blocks }: Section, mostRows: number): string[] {
  const rows = tone === "bad" ? Number.POSITIVE_INFINITY : mostRows;
  return ["", `${plain([title])}:`, ...blocks.flatMap((block) => blockLines(block, rows)).map(indented)];
}

function blockLines(block: Block, rows: number): string[] {
  switch (block.is) {
    case "paragraph":
      return wrapped(plain(block.text), width - 2);
    case "list":
      return cut(block.items, rows, (items) =>
        items.flatMap((item) =>
          wrapped(plain(item), width - 4).map((line, index) => `${index === 0 ? "-" : " "} ${line}`),
        ),
      );
    case "table":
      return cut(block.rows, block.whole ? Number.POSITIVE_INFINITY : rows, (shown) =>
        tableLines(shown.map(({ cells }) => cells)),
      );
    case "command":
      return [printable(block.line)];
    case "details":
      return detailsLines(block, rows);
  }
}

function detailsLines({ summary, blocks, unfolded }: Details, rows: number): string[] {
  if (unfolded === "nothing") return [];
  const inside = unfolded === "summary" ? [] : blocks.flatMap((each) => blockLines(each, rows)).map(indented);
  return [...wrapped(plain(summary), width - 2), ...inside];
}

function cut<Item>(items: readonly Item[], most: number, lines: (items: readonly Item[]) => string[]): string[] {
  const left = items.length - most;
  return left <= 1 ? lines(items) : [...lines(items.slice(0, most)), `and ${left} more`];
}

/** Aligned rows without empty columns. A cell that is too long continues on the next lines. */
function tableLines(rows: readonly Table["rows"][number]["cells"][]): string[] {
  const texts = rows.map((cells) => cells.map(plain));
  const used = [...(texts[0] ?? []).keys()].filter((index) => texts.some((cells) => cells[index] !== ""));
  const [last = 0, ...before] = used.toReversed();
  const firsts = texts.map((cells) => before.toReversed().map((index) => wrapped(cells[index] ?? "", widest)));
  const taken = before.reduce(
    (sum, _, column) => sum + 2 + longestOf(firsts.flatMap((cells) => cells[column] ?? [])),
    2,
  );
  return columns(
    texts.flatMap((cells, row) => {
      const lines = [...(firsts[row] ?? []), wrapped(cells[last] ?? "", Math.max(narrowest, width - taken))];
      const height = Math.max(...lines.map(({ length }) => length));
      return Array.from({ length: height }, (_, line) => lines.map((cell) => cell[line] ?? ""));
    }),
  );
}

const longestOf = (lines: readonly string[]): number => Math.max(...lines.map(({ length }) => length));

/** Wraps a text at spaces. A word that is too long stays whole; an empty text is one line. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
