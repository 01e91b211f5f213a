import { html, joined, newline, type Html, type Part } from "./html.ts";

/** The pieces that pages are made of. */

interface Column {
  title: string;
  /** Numbers and days stand under each other; the words of a wide cell get room beside long cells. */
  is?: "number" | "short" | "wide";
}

interface Row {
  id?: string;
  /** The first is the row's own name. */
  cells: readonly Part[];
}

/** On a phone each row becomes a card; its roles keep it a table for those who hear it. */
export function table(caption: Part, columns: readonly Column[], rows: readonly Row[]): Html {
  const head = columns.map(({ title, is }) => html`<th role="columnheader" scope="col" ${styleOf(is)}>${title}</th>`);
  const body = rows.map(({ id, cells }) => {
    const row = columns.map((column, at) => cell(column, cells[at], at === 0));
    return html`<tr role="row" ${id === undefined ? undefined : html` id="${id}"`}>
      ${row}
    </tr> `;
  });
  return html`<table role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${head}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${body}
    </tbody>
  </table> `;
}

const styleOf = (is: Column["is"]): Part => (is === undefined ? undefined : html` class="${is}"`);

function cell({ title, is }: Column, content: Part, isFirst: boolean): Html {
  const style = styleOf(is);
  return isFirst
    ? html`<th role="rowheader" scope="row" ${style}>${content}</th>`
    : html`<td role="cell" data-label="${title}" ${style}>${content}</td>`;
}

export const section = (id: string, title: Part, ...content: Part[]): Html =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section> `;

export const paragraph = (...content: Part[]): Html => html`<p>${content}</p> `;

/** A line to type. One click selects all of it. */
export const command = (about: Part, line: string): Html =>
  html`<figure class="command">
    <figcaption>${about}</figcaption>
    <pre><code>${commandText(line)}</code></pre>
  </figure> `;

/** Keeps the lines of a command; each line is escaped by itself. */
const commandText = (line: string): Part => joined(line.split("\n"), newline);

export const list = (items: readonly Part[]): Html =>
  html`<ul>
    ${items.map((item) => html`<li>${item}</li> `)}
  </ul> `;

/** Facts with their names. */
export const facts = (pairs: readonly (readonly [name: string, value: Part])[]): Html =>
  html`<dl class="facts">
    ${pairs.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div> `,
    )}
  </dl> `;

export const folded = (summary: Part, ...content: Part[]): Html =>
  html`<details>
    <summary>${summary}</summary>
    ${content}
  </details> `;
