import { escapeHtml } from "../../model/text/escape.ts";
import { printable } from "../../model/text/printable.ts";

/** U+2060: joins words, and is not seen. */
const joiner = "\u2060";

/** Punctuation with a meaning anywhere in Markdown. */
const syntax = /[\\`*_{}[\]<>#|~$^&!]/g;

/** The beginning of a line that Markdown or GitLab's quick actions (`/merge`) would read as a command. */
const leading = /^ ?(?:(?=[-+=:/])|\d+(?=[.)]))/;

/**
 * References that GitLab finds after Markdown is rendered, when backslashes are gone: `@user`, `#1`, `!1`, `~label`, `%milestone`,
 * `$snippet`, `&epic`, `^alert`, `:emoji:`, `https://…`, `*iteration:1`, `[vulnerability:1]`, `{+ diff +}`, `GL-1`, `www.…`.
 */
const references = /[@#!~%$&^:*[{](?=\S)|\/(?=\/)|\bGL(?=-\d)|\bwww(?=\.)/gi;

/** A commit's name has at least seven digits, so a joiner after each six keeps digits from being one. */
const commits = /\b(?=\d*[a-f])[0-9a-f]{7,}\b/gi;

const withoutReferences = (text: string): string =>
  printable(text)
    .replace(commits, (digits) => digits.replace(/.{6}(?=.)/g, `$&${joiner}`))
    .replace(references, `$&${joiner}`)
    // GitLab makes a link of every mail address
    .replace(/(?<=\S)@/g, `${joiner}@`);

/** Escapes any text for Markdown: no markup, mention, reference or link results. */
export const escapeMarkdown = (text: string): string =>
  withoutReferences(text).replace(syntax, "\\$&").replace(leading, "$&\\");

/** Escapes any text for HTML in Markdown, where GitLab still looks for references. */
export const escapeMarkdownHtml = (text: string): string => escapeHtml(withoutReferences(text));

/** Names and versions become code, in which GitLab looks for nothing; other texts are escaped. */
export const markdownCode = (text: string): string =>
  /^[\w.+~:→ -]*\w[\w.+~:→ -]*$/.test(text) && text.trim() === text ? `\`${text}\`` : escapeMarkdown(text);
