import { clipped, printable } from "../../model/text/printable.ts";
import { documentOf } from "../document/document.ts";
import type { Block, Document, Section, Span, Table, Text } from "../document/types.ts";
import { escapeMarkdown, escapeMarkdownHtml, markdownCode } from "./escape-markdown.ts";
import { linked } from "../linked.ts";
import type { Report } from "../types.ts";

/** GitLab takes 1,000,000 characters of a comment; nobody reads a tenth of it. */
const mostCharacters = 60_000;
const mostRows = 100;
const mostInText = 600;

/** For a comment on a GitLab merge request. Its size is limited, and it names the parts that are left out. */
export const reportMarkdown = (report: Report): string => documentMarkdown(documentOf(report));

export function documentMarkdown({ title, lead, sections }: Document): string {
  const [first = [], ...rest] = lead;
  const head = [
    `## ${escapeMarkdown(title)}`,
    `**${first.map(wordsOf).map(escapeMarkdown).join("")}**`,
    ...rest.map(inline),
  ];
  const needed = sections.filter(hasCommand).flatMap(({ blocks }) => blocks.map(blockText));
  const room = { left: mostCharacters - [...head, ...needed].join("\n\n").length };
  const kept = sections.map((section) => ({ section, blocks: fitting(section, room) }));
  const cut = kept.filter(({ section, blocks }) => blocks.length < section.blocks.length);
  return `${[
    ...head,
    ...kept.filter(({ blocks }) => blocks.length > 0).flatMap(({ section, blocks }) => [titleOf(section), ...blocks]),
    ...(cut.length === 0
      ? []
      : [`Left out, as too long for a comment: ${cutText(cut.map(({ section }) => section))}.`]),
  ].join("\n\n")}\n`;
}

const titleOf = ({ title }: Section): string => `### ${escapeMarkdown(clipped(title, mostInText))}`;

const cutText = (sections: readonly Section[]): string =>
  sections.map(({ title }) => `the rest of “${escapeMarkdown(clipped(title, mostInText))}”`).join("; ");

/** A section with a command is never shortened, because the comment is posted for the command. */
const hasCommand = ({ blocks }: Section): boolean => blocks.some(({ is }) => is === "command");

/** The section's first blocks, as far as there is room. */
function fitting(section: Section, room: { left: number }): string[] {
  if (hasCommand(section)) return section.blocks.map(blockText);
  const texts: string[] = [];
  for (const block of section.blocks) {
    const text = blockText(block);
    const needed = text.length + (texts.length === 0 ? titleOf(section).length : 0);
    if (needed > room.left) break;
    room.left -= needed;
    texts.push(text);
  }
  return texts;
}

function blockText(block: Block): string {
  switch (block.is) {
    case "paragraph":
      return inline(block.text);
    case "list":
      return cutTo(block.items, (items) => items.map((item) => `- ${inline(item)}`).join("\n"));
    case "table":
      return cutTo(block.rows, (rows) => tableText(block.head, rows));
    case "command":
      // an indented block, because no content of a line can end it
      return `    ${printable(block.line)}`;
    case "details":
      return [
        `<details><summary>${block.summary.map(htmlSpan).join("")}</summary>`,
        ...block.blocks.map(blockText),
        "</details>",
      ].join("\n\n");
  }
}

function cutTo<Item>(items: readonly Item[], text: (items: readonly Item[]) => string): string {
  const left = items.length - mostRows;
  return left <= 0 ? text(items) : `${text(items.slice(0, mostRows))}\n\nand ${left} more`;
}

function tableText(head: readonly string[], rows: Table["rows"]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head.map(escapeMarkdown)),
    line(head.map(() => "---")),
    ...rows.map(({ cells }) => line(cells.map(inline))),
  ].join("\n");
}

/** Adjacent texts are escaped together: each may be harmless alone, and a reference when joined. */
const inline = (text: Text): string => joined(text).map(markdownSpan).join("");

function joined(text: Text): Span[] {
  const spans: Span[] = [];
  for (const span of text) {
    const last = spans.at(-1);
    if (typeof span === "string" && typeof last === "string") spans.splice(-1, 1, last + span);
    else spans.push(span);
  }
  return spans;
}

const wordsOf = (span: Span): string =>
  clipped(printable(typeof span === "string" ? span : Object.values(span).join("")), mostInText);

function markdownSpan(span: Span): string {
  const words = wordsOf(span);
  if (typeof span === "string") return linkedWith(escapeMarkdown, words);
  if ("code" in span) return linkedWith(markdownCode, words);
  return bold(words);
}

const linkedWith = (words: (text: string) => string, text: string): string =>
  linked(text, { words, link: (shown, address) => `[${shown}](${address})` });

/** Markdown ignores stars that stand beside spaces, so spaces are put outside of them. */
function bold(words: string): string {
  const inner = words.trim();
  if (inner === "") return words;
  const start = words.indexOf(inner);
  return `${words.slice(0, start)}**${linkedWith(escapeMarkdown, inner)}**${words.slice(start + inner.length)}`;
}

const htmlSpan = (span: Span): string => {
  const words = escapeMarkdownHtml(wordsOf(span));
  return typeof span !== "string" && "code" in span ? `<code>${words}</code>` : words;
};
