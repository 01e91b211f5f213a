import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leakIn } from "../credentials/search.ts";
import { isLeakReason, plainLog, publishableLog } from "./build-log.ts";

const plain = (text: string): string => plainLog(Buffer.from(text));
/** Assembled here, so that scanners for leaked tokens do not report this file. */
const token = "glpat-" + "k3J9xQ7bW2mZ".repeat(2);
const accessKey = "AKIA" + "BCDE2345".repeat(2);

describe("a job's log as plain text", () => {
  it.each([
    ["colours", "\u001b[0;m\u001b[32;1m$ make image\u001b[0;m\n", "$ make image\n"],
    ["a title", "\u001b]0;root@builder\u0007# id\n", "# id\n"],
    [
      "marks of sections",
      "section_start:1752724800:build_script[collapsed=true]\r\u001b[0K\u001b[36;1mBuilding\u001b[0;m\n" +
        "section_end:1752724801:build_script\r\u001b[0Ksection_start:1752724801:upload\r\u001b[0KUploading\n",
      "Building\nUploading\n",
    ],
    [
      "progress",
      "Reading database ... 5%\rReading database ... 100%\rReading database ... done\r\n",
      "Reading database ... done\n",
    ],
    ["progress that ends in nothing", " 99%\r\u001b[K\n", " 99%\n"],
    ["lines of Windows", "one\r\ntwo\r\n", "one\ntwo\n"],
    ["backspaces", "1%\b\b2%\b\b100%\n", "100%\n"],
    ["control characters", "a\u0000b\u0007\u0085c\td\n", "abc\td\n"],
    ["turned writing", "abc\u202edef\u2066\n", "abcdef\n"],
    ["marks that take no room", "\u0000\ufeffgl\u200bpat\u00ad\n", "glpat\n"],
    ["a missing end", "one\ntwo", "one\ntwo\n"],
    ["empty lines", "one\n\n\ntwo\n", "one\n\n\ntwo\n"],
    [
      "the runner's times, as FF_TIMESTAMPS has them",
      "2026-07-17T04:00:01.000001Z 00O $ fai-diskimage\n2026-07-17T04:00:02.500000Z 01E a warn\n2026-07-17T04:00:02.600000Z 01E+ing\n",
      "2026-07-17T04:00:01Z $ fai-diskimage\n2026-07-17T04:00:02Z a warning\n",
    ],
  ])("has no %s", (_, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it("shows what is no UTF-8 as such", () => {
    expect(plainLog(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x0a]))).toBe("a\ufffd\ufffd(\n");
  });

  it("tells how much of an endless line it leaves out", () => {
    expect(plain("x".repeat(5000))).toBe(`${"x".repeat(4000)} [… 1000 characters more]\n`);
  });

  it("has as many lines as the log, none with a control character, and stays the same when made plain again", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (lines) => {
        const text = lines.map((line) => `${line.replace(/\n/g, "")}\n`).join("");
        const made = plain(text);
        expect(made.split("\n")).toHaveLength(Math.max(lines.length, 1) + 1);
        expect(made).not.toMatch(/(?![\n\t])\p{Cc}/u);
        expect(plain(made)).toBe(made);
      }),
    );
  });
});

describe("a log that is to be published", () => {
  it("is its plain text", async () => {
    expect(await publishableLog(Buffer.from("\u001b[1mdone\u001b[0m"))).toEqual({ text: "done\n" });
  });

  it.each([
    ["nothing", ""],
    ["colours alone", "\u001b[0m\r\n\n"],
  ])("is none where there is %s in it", async (_, text) => {
    expect(await publishableLog(Buffer.from(text))).toEqual({ noLog: "the log is empty" });
  });

  it.each([
    ["as it is", `token ${token}`],
    ["coloured", `gl\u001b[31mpat-${token.slice(6)}\u001b[0m`],
    ["with a backspace in it", `glx\bpat-${token.slice(6)}`],
    [
      "over two pieces of a line",
      `2026-07-17T04:00:02.500000Z 01E gl\n2026-07-17T04:00:02.600000Z 01E+${token.slice(2)}`,
    ],
    [
      "over two pieces, with a line of the other stream between",
      `2026-07-17T04:00:02.500000Z 01O gl\n2026-07-17T04:00:02.600000Z 01E x\n2026-07-17T04:00:02.700000Z 01O+${token.slice(2)}`,
    ],
    ["after a progress line", `99%\r${token}`],
  ])("is withheld for a token that stands in it %s", async (_, line) => {
    const judged = await publishableLog(Buffer.from(`one\ntwo\n${line}\nfour\n`));
    expect(judged).toEqual({ noLog: "line 3 looks like a GitLab token; revoke it" });
    expect("noLog" in judged && isLeakReason(judged.noLog)).toBe(true);
  });

  it("names the first of several", async () => {
    expect(await leakIn(`one\n${accessKey}\n${token}\n`)).toEqual({ line: 2, rule: "AWS access key" });
  });

  it.each(["the build names no job", "salsa.debian.org answered 404"])("%j is no leak", (noLog) => {
    expect(isLeakReason(noLog)).toBe(false);
  });
});
