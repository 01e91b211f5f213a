import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { contextOf } from "../checks/samples.ts";
import { markOf } from "./collector.ts";
import { findingsOf, judgeBoot, type Boot } from "./verdict.ts";

const boot: Boot = { firmware: "bios", accelerator: "tcg", seconds: 71, run: "ab12", ended: "told" };
const prompt = "\nboot-test login: ";

const done = { start: 1, finished: 2, errors: [] };
const good: Record<string, string> = {
  "cloud-init": JSON.stringify({
    v1: { "init-local": done, init: done, "modules-config": done, "modules-final": done },
  }),
  kernel: "6.12.48+deb13-cloud-amd64\n",
  "cloud-release": 'ID=genericcloud\nVERSION="20260717-2542"\n',
  hosts: "127.0.0.1 localhost boot-test\n",
  sources: "== /etc/apt/sources.list\ndeb http://deb.debian.org/debian trixie main\n",
  packages: "adduser:all 3.152\nlibc6:amd64 2.41-12\n",
  "failed-units": "units\n",
  network: "address 10.0.2.15\nresolver 10.0.2.3\n",
  "root-grown": "4200000000\n",
};

const said = (outputs: Record<string, string>): string =>
  Object.entries(outputs)
    .flatMap(([name, text]) => {
      const chunks =
        gzipSync(text)
          .toString("base64")
          .match(/.{1,64}/g) ?? [];
      const digest = createHash("sha256")
        .update(chunks.map((chunk) => `${chunk}\n`).join(""))
        .digest("hex");
      return [...chunks.map((chunk, number) => `${name} ${number} ${chunk}`), `${name} end ${chunks.length} ${digest}`];
    })
    .map((line) => `${markOf(boot.run)} ${line}\n`)
    .join("");

const judge = (console: string, how: Partial<Boot> = {}) => judgeBoot({ ...boot, ...how }, contextOf({ console }));

describe("a boot", () => {
  test("in which all is as it should be has no finding", () => {
    const result = judge(prompt + said(good));
    expect(findingsOf([result])).toEqual([]);
    expect(new Set(result.checks.map(({ result: each }) => each))).toEqual(new Set(["passed"]));
  });

  test.each([
    ["hosts", "127.0.0.1 localhost\n", "bios: hosts: /etc/hosts does not name boot-test"],
    ["failed-units", "units\nssh.service loaded failed\n", "bios: failed-units: the unit ssh.service failed"],
  ])("in which %s is wrong has that finding alone", (name, output, finding) => {
    expect(findingsOf([judge(prompt + said({ ...good, [name]: output }))])).toEqual([finding]);
  });

  test("of which nothing came says so, with the last words", () => {
    const result = judge("SeaBIOS\r\nNo bootable device.\r\n", { ended: "timeout" });
    expect(findingsOf([result])[0]).toBe(
      "bios: the guest told nothing: 300 s were over; its last words: SeaBIOS | No bootable device.",
    );
  });

  test("that told a part names what is missing", () => {
    const rest = Object.entries(good).filter(([name]) => name !== "hosts");
    expect(findingsOf([judge(prompt + said(Object.fromEntries(rest)), { ended: "stopped" })])[0]).toMatch(
      /^bios: the guest told nothing of hosts: it stopped by itself/,
    );
  });

  test.each([
    'BdsDxe: failed to load Boot0001 "UEFI Misc Device" from PciRoot(0x0)/Pci(0x3,0x0): Access Denied',
    "Verification failed: (0x1A) Security Violation",
  ])("that Secure Boot refused says just that: %s", (line) => {
    const result = judge(`UEFI\r\n${line}\r\n`, { firmware: "secure-boot", ended: "timeout" });
    expect(findingsOf([result])[0]).toBe(`secure-boot: Secure Boot violation: ${line}`);
  });

  test("gives no text of the guest that could do anything", () => {
    const evil = `units\n\u001b]0;owned\u0007\u001b[2J<script>\u202e${"x".repeat(1000)}.service failed\n`;
    const [finding = ""] = findingsOf([judge(prompt + said({ ...good, "failed-units": evil }))]);
    expect(finding).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(finding.length).toBeLessThan(450);
  });
});
