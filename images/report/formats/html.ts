import { escapeHtml } from "../../model/text/escape.ts";
import { clipped, printable } from "../../model/text/printable.ts";
import { documentOf } from "../document/document.ts";
import type { Block, Section, Span, Table, Text, Tone } from "../document/types.ts";
import { linked } from "../linked.ts";
import { style } from "./style.ts";
import type { Report } from "../types.ts";

const mostInText = 5000;

/** The page may use its own style, and nothing else. */
const security = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One self-contained page: no script, no picture. Its only links lead to the security tracker. */
export function reportHtml(report: Report): string {
  const { title, lead, sections } = documentOf(report);
  const [first = [], ...rest] = lead;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${security}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${words(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${words(title)}</h1>
<p class="lead">${inline(first)}</p>
${rest.map((text) => `<p class="more">${inline(text)}</p>`).join("\n")}
</header>
<main>
${sections.map(sectionHtml).join("\n")}
</main>
</body>
</html>
`;
}

const words = (text: string): string => escapeHtml(clipped(printable(text), mostInText));

const sectionHtml = ({ title, tone, blocks }: Section): string =>
  `<section${classOf(tone)}>\n<h2>${words(title)}</h2>\n${blocks.map(blockHtml).join("\n")}\n</section>`;

const classOf = (tone: Tone): string => (tone === "plain" ? "" : ` class="${tone}"`);

function blockHtml(block: Block): string {
  switch (block.is) {
    case "paragraph":
      return `<p>${inline(block.text)}</p>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${inline(item)}</li>`).join("\n")}\n</ul>`;
    case "table":
      return tableHtml(block);
    case "command":
      return `<pre><code>${words(block.line)}</code></pre>`;
    case "details": {
      const open = block.unfolded === undefined && rowsIn(block.blocks) <= mostOpen ? " open" : "";
      return `<details${open}>\n<summary>${inline(block.summary)}</summary>\n${block.blocks.map(blockHtml).join("\n")}\n</details>`;
    }
  }
}

/** Details with more rows are folded. */
const mostOpen = 8;

const rowsIn = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + (block.is === "table" ? block.rows.length : 0), 0);

/** Without the columns that are empty. */
function tableHtml({ head, rows }: Table): string {
  const used = [...head.keys()].filter((index) => rows.some(({ cells }) => (cells[index] ?? []).length > 0));
  const header = used.map((index) => `<th scope="col">${words(head[index] ?? "")}</th>`).join("");
  const body = rows.map(({ tone, cells }) => {
    const row = used.map((index) => cellHtml(head[index] ?? "", cells[index] ?? []));
    return `<tr${classOf(tone)}>${row.join("")}</tr>`;
  });
  return `<table>\n<thead><tr>${header}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

/** Short texts are not wrapped. On a phone each cell but the mark has its column's name before it. */
function cellHtml(label: string, text: Text): string {
  const isMark = text.some((span) => typeof span === "object" && "mark" in span);
  const isShort = text.map(plainText).join("").length <= mostUnbroken;
  return `<td${isShort ? ' class="short"' : ""}${isMark ? "" : ` data-label="${words(label)}"`}>${inline(text)}</td>`;
}

const mostUnbroken = 28;

const plainText = (span: Span): string => (typeof span === "string" ? span : Object.values(span).join(""));

const inline = (text: Text): string => text.map(spanHtml).join("");

function spanHtml(span: Span): string {
  if (typeof span === "string") return linkedWords(span);
  if ("code" in span) return `<code>${linkedWords(span.code)}</code>`;
  return "strong" in span ? `<strong>${linkedWords(span.strong)}</strong>` : `<mark>${linkedWords(span.mark)}</mark>`;
}

const linkedWords = (text: string): string =>
  linked(clipped(printable(text), mostInText), {
    words: escapeHtml,
    link: (shown, address) => `<a href="${escapeHtml(address)}">${shown}</a>`,
  });
