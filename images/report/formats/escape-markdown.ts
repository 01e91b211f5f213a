import { escapeHtml } from "../../model/text/escape.ts";
import { printable } from "../../model/text/printable.ts";

/** U+2060: joins words, and is not seen. */
const joiner = "\u2060";

/** Punctuation with a meaning anywhere in Markdown. */
const syntax = /[\\`*_{}[\]<>#|~$^&!]/g;

/** What Markdown, or GitLab's quick actions (`/merge`), read at the beginning of a line. */
const leading = /^ ?(?:(?=[-+=:/])|\d+(?=[.)]))/;

/**
 * What GitLab looks for once Markdown is rendered, when backslashes are gone: `@user`, `#1`, `!1`, `~label`, `%milestone`,
 * `$snippet`, `&epic`, `^alert`, `:emoji:`, `https://…`, `*iteration:1`, `[vulnerability:1]`, `{+ diff +}`, `GL-1`, `www.…`.
 */
const references = /[@#!~%$&^:*[{](?=\S)|\/(?=\/)|\bGL(?=-\d)|\bwww(?=\.)/gi;

/** A commit's name has at least seven digits, so what is broken at each sixth is none. */
const commits = /\b(?=\d*[a-f])[0-9a-f]{7,}\b/gi;

const withoutReferences = (text: string): string =>
  printable(text)
    .replace(commits, (digits) => digits.replace(/.{6}(?=.)/g, `$&${joiner}`))
    .replace(references, `$&${joiner}`)
    // a mail address is made a link of, whatever its host
    .replace(/(?<=\S)@/g, `${joiner}@`);

/** Escapes any text for Markdown: no markup, mention, reference or link results. */
export const escapeMarkdown = (text: string): string =>
  withoutReferences(text).replace(syntax, "\\$&").replace(leading, "$&\\");

/** The same inside of HTML, where Markdown is not read, and GitLab still looks for references. */
export const escapeMarkdownHtml = (text: string): string => escapeHtml(withoutReferences(text));

/** Names and versions as code, in which nothing is looked for; others as words. */
export const markdownCode = (text: string): string =>
  /^[\w.+~:→ -]*\w[\w.+~:→ -]*$/.test(text) && text.trim() === text ? `\`${text}\`` : escapeMarkdown(text);
