import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { escapeMarkdown, markdownCode } from "./escape-markdown.ts";
import { harmful } from "../../../test/samples/report/hostile.ts";

const markdown = new MarkdownIt({ html: true, linkify: true });
markdown.linkify.set({ fuzzyLink: false });

/** As it is read: without the joiners, which are not seen. */
const read = (escaped: string): string => markdown.render(escaped).replaceAll("\u2060", "").trim();

test.each([
  "superseded by 20260718-2543 on 2026-07-18",
  '1.2-3 is newer; it\'s "held"',
  "a\\b*c*_d_[e](f)~g~",
  "- no list, 2. no list",
  "12) no list",
  "@someone, #1, !2",
  "https://host/path",
  "me@host.example",
])("the words %j are read as they are", (text) => {
  const html = text.replaceAll('"', "&quot;");
  expect(read(escapeMarkdown(text))).toBe(`<p>${html}</p>`);
});

test.each(harmful)("no link or HTML comes of %j before, behind or inside of words", (text) => {
  for (const said of [text, `${text}word`, `word${text}`, `a ${text} b`, `me@evil.example${text}`]) {
    expect(read(`x ${escapeMarkdown(said)}`)).not.toMatch(/<(?!\/?p>)/);
  }
});

test("a commit's name is broken before it is long enough to be one", () => {
  expect(escapeMarkdown("0123abcdef89")).toBe("0123ab\u2060cdef89");
});

test.each([
  ["a version", "1:2.3-4~deb13u1+b2", "`1:2.3-4~deb13u1+b2`"],
  ["a rename", "libssl3 → libssl3t64", "`libssl3 → libssl3t64`"],
  ["what would end the code", "a`b", "a\\`b"],
  ["what would end a table's cell", "a|b", "a\\|b"],
])("%s as code, or as words", (_, text, expected) => expect(markdownCode(text)).toBe(expected));
