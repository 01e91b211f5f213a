import { describe, expect, test } from "vitest";
import { describeProcess, parseStat } from "./processes.ts";

const kernel = "cpu 1 2 3\nbtime 1784289600\nprocesses 9\n";
const line = (name: string, state: string) => `7 (${name}) ${state} 1 ${"0 ".repeat(17)}360000 0 0\n`;

describe("a process", () => {
  test.each(["pulumi", "a (strange) name", ") 1 2"])("named %j is read from the kernel's line", (name) => {
    expect(parseStat(line(name, "S"), kernel)).toEqual({ name, started: new Date("2026-07-17T13:00:00Z") });
  });

  test("that ended and was not reaped runs no more", () => {
    expect(parseStat(line("pulumi", "Z"), kernel)).toBeUndefined();
  });

  test("of our own is found, with a start in the past", async () => {
    const found = await describeProcess(process.pid);
    expect(found?.name).toBeTruthy();
    expect(found?.started?.getTime()).toBeLessThanOrEqual(Date.now() + 2000);
  });

  test("whose number names no single process counts as running", async () => {
    expect(await describeProcess(0)).toEqual({ name: undefined, started: undefined });
  });
});
