import { describe, expect, test } from "vitest";
import { contextOf } from "../../test/samples/checks-samples.ts";
import { consoleOf, goodOutputs } from "../../test/samples/boot-test-samples.ts";
import { findingsOf, judgeBoot, type Boot } from "./verdict.ts";

const boot: Boot = { firmware: "bios", accelerator: "tcg", seconds: 71, run: "ab12", ended: "reported" };
const said = (outputs: Readonly<Record<string, string>>): string => consoleOf(boot.run, outputs);

const judge = (console: string, how: Partial<Boot> = {}) => judgeBoot({ ...boot, ...how }, contextOf({ console }));

describe("a boot", () => {
  test("in which all is as it should be has no finding", () => {
    const result = judge(said(goodOutputs));
    expect(findingsOf([result])).toEqual([]);
    expect(new Set(result.checks.map(({ result: each }) => each))).toEqual(new Set(["passed"]));
  });

  test.each([
    ["hosts", "127.0.0.1 localhost\n", "bios: hosts: /etc/hosts does not name boot-test"],
    ["failed-units", "units\nssh.service loaded failed\n", "bios: failed-units: the unit ssh.service failed"],
  ])("in which %s is wrong has that finding alone", (name, output, finding) => {
    expect(findingsOf([judge(said({ ...goodOutputs, [name]: output }))])).toEqual([finding]);
  });

  test("of which nothing came says so, with the last words", () => {
    const result = judge("SeaBIOS\r\nNo bootable device.\r\n", { ended: "timeout" });
    expect(findingsOf([result])).toEqual([
      "bios: the guest reported nothing: 300 s were over; its last words: SeaBIOS | No bootable device.",
    ]);
  });

  test("that told a part names what is missing", () => {
    const rest = Object.entries(goodOutputs).filter(([name]) => name !== "hosts");
    expect(findingsOf([judge(said(Object.fromEntries(rest)), { ended: "stopped" })])[0]).toMatch(
      /^bios: the guest reported nothing of hosts: it stopped by itself/,
    );
  });

  test.each([
    'BdsDxe: failed to load Boot0001 "UEFI Misc Device" from PciRoot(0x0)/Pci(0x3,0x0): Access Denied',
    "Verification failed: (0x1A) Security Violation",
  ])("that Secure Boot refused says just that: %s", (line) => {
    const result = judge(`UEFI\r\n${line}\r\n`, { firmware: "secure-boot", ended: "timeout" });
    expect(findingsOf([result])).toEqual([`secure-boot: Secure Boot violation: ${line}`]);
  });

  test("gives no text of the guest that could do anything", () => {
    const evil = `units\n\u001b]0;owned\u0007\u001b[2J<script>\u202e${"x".repeat(1000)}.service failed\n`;
    const [finding = ""] = findingsOf([judge(said({ ...goodOutputs, "failed-units": evil }))]);
    expect(finding).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(finding.length).toBeLessThan(450);
  });
});
