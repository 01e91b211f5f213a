import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatChecksums, parseChecksums } from "./checksums.ts";

const hex = (digit: string): string => digit.repeat(128);
const checksum = fc.record({
  name: fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/),
  sha512: fc.stringMatching(/^[0-9a-f]$/).map(hex),
});

describe("SHA512SUMS", () => {
  it("has one line for each file, sorted by name", () => {
    const text = formatChecksums([
      { name: "b.raw", sha512: hex("1") },
      { name: "b.json", sha512: hex("2") },
    ]);
    expect(text).toBe(`${hex("2")}  b.json\n${hex("1")}  b.raw\n`);
  });

  it("is empty without files", () => {
    expect(formatChecksums([])).toBe("");
    expect(parseChecksums("", "SHA512SUMS")).toEqual([]);
  });

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.uniqueArray(checksum, { selector: ({ name }) => name }), (checksums) => {
        const text = formatChecksums(checksums);
        expect(formatChecksums(parseChecksums(text, "SHA512SUMS"))).toBe(text);
        expect(new Set(parseChecksums(text, "SHA512SUMS").map(({ name }) => name))).toEqual(
          new Set(checksums.map(({ name }) => name)),
        );
      }),
    );
  });

  it.each([
    ["a short digest", `${hex("a").slice(1)}  x.raw`],
    ["capital digits", `${hex("A")}  x.raw`],
    ["one space", `${hex("a")} x.raw`],
    ["the binary mark", `${hex("a")} *x.raw`],
    ["another directory", `${hex("a")}  ../x.raw`],
    ["an escaped name", `\\${hex("a")}  x\\n.raw`],
    ["no name", `${hex("a")}  `],
    ["an empty line", ""],
  ])("is refused with %s, by file and line", (_, line) => {
    const text = `${hex("b")}  good.raw\n${line}\n${hex("b")}  also-good.raw\n`;
    expect(() => parseChecksums(text, "trixie/SHA512SUMS")).toThrow(/^trixie\/SHA512SUMS:2/);
  });

  it("is refused with a file twice", () => {
    const text = `${hex("b")}  x.raw\n${hex("c")}  x.raw\n`;
    expect(() => parseChecksums(text, "SHA512SUMS")).toThrow('SHA512SUMS:2 is "x.raw": expected each file once');
  });

  const data = "../shared/data";
  const files = existsSync(data) ? readdirSync(data).filter((name) => name.endsWith(".SHA512SUMS")) : [];
  it.skipIf(files.length === 0)("of Debian's comes back byte for byte", () => {
    for (const name of files) {
      const text = readFileSync(`${data}/${name}`, "utf8");
      expect(formatChecksums(parseChecksums(text, name).toReversed())).toBe(text);
    }
  });
});
