import { describe, expect, test } from "vitest";
import { firmwares, type Firmware } from "../firmware.ts";
import { firmware } from "./firmware.ts";
import { contextOf } from "../../../test/samples/checks-samples.ts";

const judged = (output: string, asked: Firmware): string[] => firmware.judge(output, contextOf({ firmware: asked }));

describe("the firmware that a guest says it started with", () => {
  test.each([
    ["bios\n", "bios"],
    ["uefi\n", "uefi"],
    ["uefi 0\n", "uefi"],
    ["uefi 1\n", "secure-boot"],
  ] as const)("%j is right where %s was asked for, and nowhere else", (output, asked) => {
    expect(firmwares.filter((each) => judged(output, each).length === 0)).toEqual([asked]);
  });

  test("is named beside the one that was asked for", () => {
    expect(judged("uefi 0\n", "secure-boot")).toEqual([
      "started with UEFI without Secure Boot, not with UEFI with Secure Boot on",
    ]);
  });

  test.each(["", "uefi 11\n", "od: permission denied\n"])("is not taken from %j", (output) => {
    expect(judged(output, "secure-boot")).toEqual(["the guest did not say with which firmware it started"]);
  });
});
