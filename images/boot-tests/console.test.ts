import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { vendors } from "../model/definitions/vendors.ts";
import { collectorScript, markOf, userData } from "./collector.ts";
import { isDone, isSentTwice, readConsole } from "./console.ts";
import { sent } from "../../test/samples/boot-test-samples.ts";

const run = "0123456789abcdef";
const mark = markOf(run);

const long = Array.from({ length: 300 }, (_, index) => `package${index} ${index * 7919}`).join("\n");
const both = (lines: readonly string[]) => [...lines, ...lines].join("\r\n");

describe("a console's text", () => {
  test.each([
    ["plain", sent(run, "hosts", long).join("\n")],
    ["with carriage returns, after a prompt", `debian login: ${sent(run, "hosts", long).join("\r\n\r\n")}\r\n`],
    ["between a kernel's lines", sent(run, "hosts", long).join("\n[   12.345678] clocksource: tsc\n")],
    [
      "with a line broken into, sent twice",
      both(sent(run, "hosts", long)).replace(/ 3 .{20}/, "$&[   9.1] usb 1-1: new device\n"),
    ],
    ["cut off in the second time", both(sent(run, "hosts", long)).slice(0, -700)],
    [
      "among lines of another run",
      [...sent("ffff", "hosts", "127.0.0.1 evil"), ...sent(run, "hosts", long)].join("\n"),
    ],
  ])("%s, gives what was sent", (_, console) => {
    expect(readConsole(console, run).get("hosts")).toBe(long);
  });

  test.each([
    ["nothing", ""],
    ["only another run", sent("ffff", "hosts", long).join("\n")],
    ["a part", sent(run, "hosts", long).slice(0, -2).join("\n")],
    ["another digest", `${sent(run, "hosts", long).slice(0, -1).join("\n")}\n${mark} hosts end 9 ${"0".repeat(64)}`],
    ["more than a check may say", sent(run, "hosts", Buffer.alloc(1 << 20)).join("\n")],
    [
      "what is no gzip",
      `${mark} hosts 0 AAAA\n${mark} hosts end 1 ${createHash("sha256").update("AAAA\n").digest("hex")}`,
    ],
    ["a count that nobody could send", `${mark} hosts end 99999 ${"0".repeat(64)}`],
  ])("with %s gives nothing", (_, console) => {
    expect(readConsole(console, run).size).toBe(0);
  });

  test("of any kind is read", () => {
    const pieces = fc.array(
      fc.oneof(fc.string(), fc.constantFrom(mark, " hosts ", "end", "\n", "0", "1", ...sent(run, "hosts", "x"))),
    );
    fc.assert(fc.property(pieces, (parts) => readConsole(parts.join(" "), run).size <= 1));
  });

  test("says when all was told, once and twice", () => {
    const once = `${mark} done\n`;
    expect([isDone("", run), isDone(once, run), isSentTwice(once, run), isSentTwice(once + once, run)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});

describe("the collector's script", () => {
  const script = collectorScript(vendors.genericcloud, { run, seconds: 300 });

  test("is shell", async () => {
    await expect(promisify(execFile)("sh", ["-n", "-c", script])).resolves.toBeDefined();
  });

  test("comes whole out of the user data", () => {
    const { bootcmd } = parse(userData(vendors.genericcloud, { run, seconds: 300 })) as { bootcmd: string[][] };
    const [, encoded = ""] = /^echo (\S+) /.exec(bootcmd[0]?.[2] ?? "") ?? [];
    expect(Buffer.from(encoded, "base64").toString()).toBe(script);
  });

  test("collects in a directory of its own, and what it sends is read back", async () => {
    const here = script
      .replaceAll(">/dev/console", "")
      .replaceAll("/run/boot-test.XXXXXX", "/tmp/boot-test.XXXXXX")
      .replace(/^\[ "\$left".*$/m, "")
      .replace(/^dmesg.*$/m, "");
    const { stdout } = await promisify(execFile)("sh", ["-c", `${here}\nrm -r "$work"`], { maxBuffer: 1 << 24 });
    expect(readConsole(stdout, run).get("kernel")).toMatch(/^\d+\.\d+/);
    expect(isSentTwice(stdout, run)).toBe(true);
  });
});
