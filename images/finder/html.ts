import { escapeHtml } from "../model/text/escape.ts";
import { clipped, printable } from "../model/text/printable.ts";

/** A piece of a page. Only `html` makes one, so whatever a build, a person or a cloud wrote is escaped. */
export class Html {
  readonly text: string;
  private constructor(text: string) {
    this.text = text;
  }
  static of(parts: readonly string[], values: readonly Part[]): Html {
    return new Html(parts.map((part, at) => part + (at < values.length ? textOf(values[at]) : "")).join(""));
  }
}

/** A line's end in our own text. Texts of others are put on one line. */
export const newline = Html.of(["\n"], []);

/** A value of a template: pieces stay as they are, texts are escaped, undefined is empty. */
export type Part = Html | string | number | undefined | readonly Part[];

/** `html\`<td>${text}</td>\``: attributes of a template stand in double quotes. */
export const html = (parts: TemplateStringsArray, ...values: Part[]): Html => Html.of(parts, values);

/** The longest text on a page. */
const mostCharacters = 2000;

/** Texts that need no escaping. Most do not, and a page has thousands. */
const harmless = /^[ !#-%(-;=?-~]*$/;

function textOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  const text = String(part);
  if (text.length <= mostCharacters && harmless.test(text) && !text.includes("  ")) return text;
  return escapeHtml(clipped(printable(text), mostCharacters));
}

/** The pieces with a separator between each two. */
export const joined = (pieces: readonly Part[], separator: Part): Part[] =>
  pieces.flatMap((piece, at) => (at === 0 ? [piece] : [separator, piece]));
