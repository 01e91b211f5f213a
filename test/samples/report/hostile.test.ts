import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { parse, parseFragment, type DefaultTreeAdapterTypes } from "parse5";
import { describe, expect, test } from "vitest";
import { printable } from "../../../images/model/text/printable.ts";
import { harmful, reportSaying } from "./hostile.ts";
import { reportHtml } from "../../../images/report/formats/html.ts";
import { reportMarkdown } from "../../../images/report/formats/markdown.ts";
import { reportText } from "../../../images/report/formats/text.ts";

const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 12 })
  .map((codes) => String.fromCodePoint(...codes));

const hostile = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...harmful) }, anyText), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(""))
  .filter((text) => printable(text).trim() !== "");

const harmless = reportSaying("x");

/** Control characters, and characters that change the direction of text. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]|\p{Cs}/u;

test("no line of the text commands a terminal", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(reportText(reportSaying(text)).filter((line) => unseen.test(line))).toEqual([]);
    }),
  );
});

describe("the page", () => {
  type Node = DefaultTreeAdapterTypes.Node;
  const childrenOf = (node: Node): Node[] => ("childNodes" in node ? node.childNodes : []);
  const everyNode = (node: Node): Node[] => [node, ...childrenOf(node).flatMap(everyNode)];

  /** The tree of elements, each with the names of its attributes. */
  const skeleton = (node: Node): unknown => [
    node.nodeName,
    "attrs" in node ? node.attrs.map(({ name }) => name).filter((name) => name !== "class") : [],
    childrenOf(node)
      .filter(({ nodeName }) => nodeName !== "#text")
      .map(skeleton),
  ];
  const page = (html: string): { root: Node; errors: string[] } => {
    const errors: string[] = [];
    const root = parse(html, { onParseError: ({ code }) => errors.push(code) });
    return { root, errors };
  };

  test("has the same elements and attributes, whatever a build says", () => {
    const expected = skeleton(page(reportHtml(harmless)).root);
    fc.assert(
      fc.property(hostile, (text) => {
        const { root, errors } = page(reportHtml(reportSaying(text)));
        expect(errors).toEqual([]);
        expect(skeleton(root)).toEqual(expected);
      }),
    );
  });

  test("holds no character that is not seen", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(reportHtml(reportSaying(text)).replaceAll("\n", "")).not.toMatch(unseen);
      }),
    );
  });

  test("loads nothing, runs nothing and leads nowhere", () => {
    const { root } = page(reportHtml(harmless));
    const nodes = everyNode(root);
    const active = ["script", "link", "a", "img", "iframe", "object", "embed", "form", "base", "svg"];
    expect(nodes.filter(({ nodeName }) => active.includes(nodeName))).toEqual([]);
    const attributes = nodes.flatMap((node) => ("attrs" in node ? node.attrs : []));
    expect(attributes.filter(({ name }) => /^(on|src|href|style)/.test(name))).toEqual([]);
    expect(attributes.map(({ value }) => value)).toContain(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    );
    expect(reportHtml(harmless)).not.toMatch(/@import|url\(/);
  });

  test("has a language, a title, and headings in their order", () => {
    const { root } = page(reportHtml(harmless));
    const nodes = everyNode(root);
    expect(nodes.find(({ nodeName }) => nodeName === "html")).toMatchObject({ attrs: [{ name: "lang", value: "en" }] });
    expect(nodes.find(({ nodeName }) => nodeName === "title")).toMatchObject({
      childNodes: [{ value: "x on 2026-07-18" }],
    });
    const headings = nodes.map(({ nodeName }) => nodeName).filter((name) => /^h\d$/.test(name));
    expect(headings.slice(0, 2)).toEqual(["h1", "h2"]);
    expect(new Set(headings.slice(1))).toEqual(new Set(["h2"]));
  });
});

describe("the comment", () => {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  // GitLab makes no link of a bare host but www
  markdown.linkify.set({ fuzzyLink: false });
  type Tokens = ReturnType<typeof markdown.parse>;
  const blocksOf = (text: string): Tokens => markdown.parse(text, {});
  const inlineOf = (text: string): Tokens[] =>
    blocksOf(text).flatMap(({ children }) => (children === null ? [] : [children]));
  const htmlOf = (text: string): string[] =>
    blocksOf(text).flatMap(({ type, content }) => (type === "html_block" ? [content.trim()] : []));

  test("has the same blocks, whatever a build says", () => {
    const skeleton = (text: string): string[] => blocksOf(text).map(({ type }) => type);
    const expected = skeleton(reportMarkdown(harmless));
    fc.assert(
      fc.property(hostile, (text) => {
        expect(skeleton(reportMarkdown(reportSaying(text)))).toEqual(expected);
      }),
    );
  });

  test("has no link, picture or HTML but its own details", () => {
    const allowed = ["text", "text_special", "code_inline", "strong_open", "strong_close"];
    fc.assert(
      fc.property(hostile, (text) => {
        const said = reportMarkdown(reportSaying(text));
        const types = new Set(inlineOf(said).flatMap((tokens) => tokens.map(({ type }) => type)));
        expect([...types].filter((type) => !allowed.includes(type))).toEqual([]);
        for (const html of htmlOf(said)) {
          expect(html).toMatch(/^(<details><summary>([^<>]|<\/?code>)*<\/summary>|<\/details>)$/);
        }
      }),
    );
  });

  /** What GitLab takes for a reference in the text of a comment, outside of code. */
  const references: readonly RegExp[] = [
    /@[\w\p{L}]/u,
    /[#!&$%~^][\w"{]/,
    /[a-z][a-z0-9+.-]*:\/\//i,
    /\bwww\.\S/i,
    /:[a-z0-9_+-]+:/i,
    /\[\w+:\d/,
    /\[\[/,
    /\[\^/,
    /[[{][+-]/,
    /\bGL-\d/i,
    /\b(?=\d*[a-f])[0-9a-f]{7,40}\b/,
  ];

  test("mentions nobody, and refers to nothing", () => {
    const inDetails = (html: string): string[] =>
      parseFragment(html.replace(/<\/?(details|summary)>/g, "")).childNodes.flatMap((node) =>
        "value" in node ? [node.value] : [],
      );
    fc.assert(
      fc.property(hostile, (text) => {
        const said = reportMarkdown(reportSaying(text));
        const words = [...inlineOf(said).flatMap(wordsOf), ...htmlOf(said).flatMap(inDetails)];
        expect(words.filter((each) => references.some((reference) => reference.test(each)))).toEqual([]);
      }),
    );
  });

  /** The texts of a line; adjacent ones are one. */
  function wordsOf(tokens: Tokens): string[] {
    const words = [""];
    for (const { type, content } of tokens) {
      if (type.startsWith("text")) words.push((words.pop() ?? "") + content);
      else words.push("");
    }
    return words;
  }

  test("gives GitLab no order: no line begins as a quick action does", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = reportMarkdown(reportSaying(text)).split("\n");
        expect(lines.filter((line) => /^\s*\//.test(line))).toEqual([]);
      }),
    );
  });

  test("stays of a size that can be read, and says what it leaves out", () => {
    const { publications, ...rest } = reportSaying("long words of a build ".repeat(200));
    const many = publications.map((publication) => ({
      ...publication,
      packages: Array.from({ length: 50 }, () => publication.packages).flat(),
    }));
    const said = reportMarkdown({ ...rest, publications: many });
    expect(said.length).toBeLessThan(100_000);
    expect(said).toContain("Left out, as too long for a comment: the rest of “Packages of 20260718-2543");
    expect(said).toContain("To do exactly this");
  });
});
