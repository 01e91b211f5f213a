import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml } from "./escape.ts";

describe("escaped text", () => {
  it.each([
    ["<script>", "&lt;script&gt;"],
    [`"a" & 'b'`, "&quot;a&quot; &amp; &#39;b&#39;"],
    ["&amp;", "&amp;amp;"],
    ["a\u0000b\u001bc", "a\ufffdb\ufffdc"],
    ["ü\n\t\u{1f600}", "ü\n\t\u{1f600}"],
    ["a\ud83d", "a\ufffd"],
    ["", ""],
  ])("%j becomes %j", (text, html) => {
    expect(escapeHtml(text)).toBe(html);
  });

  it("never opens a tag, ends an attribute or begins an entity of its own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeHtml(text)).toMatch(/^([^<>"'&]|&(amp|lt|gt|quot|#39);)*$/);
      }),
    );
  });
});
