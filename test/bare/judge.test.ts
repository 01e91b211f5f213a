import { expect, test } from "vitest";
import { judge, lineToType } from "./judge.ts";

const promised = { code: 0, says: [/nothing changed/], never: [/building/] };

test("a command that keeps what is promised is right", () => {
  expect(judge({ code: 0, output: "nothing changed: 1 set\n" }, promised)).toEqual([]);
});

test.each([
  ["another exit code", { code: 1, output: "nothing changed" }, /exit code 1, expected 0/],
  ["a kill", { code: null, output: "nothing changed" }, /of a kill/],
  ["a missing line", { code: 0, output: "done" }, /does not say/],
  ["long work that nobody asked for", { code: 0, output: "nothing changed\nbuilding …" }, /says \/building/],
  ["a trace of our code", trace("    at makeDisk (/srv/p/tools/sample/disk.ts:12:3)"), /stack trace/],
  ["a trace of a module", trace("    at async file:///srv/p/tools/dev.ts:12:3"), /stack trace/],
  [
    "a trace of Node's",
    trace("    at ChildProcess._handle.onexit (node:internal/child_process:286:19)"),
    /stack trace/,
  ],
  ["what Node says of a missing file", trace("Error: ENOENT: no such file or directory, open 'x'"), /system error/],
  ["what Node says of a missing program", trace("Error: spawn mkfs.vfat ENOENT"), /could not be started/],
  ["what a shell says of one", trace("sh: 1: exec: sfdisk: not found"), /could not be started/],
  ["what bash says of one", trace("bash: line 1: sfdisk: command not found"), /could not be started/],
  ["a warning of Node's", trace("(node:4242) ExperimentalWarning: stripping types"), /warning/],
])("%s is wrong", (_case, ended, wrong) => {
  expect(judge(ended, promised).join("; ")).toMatch(wrong);
});

function trace(line: string): { code: number; output: string } {
  return { code: 0, output: `nothing changed\n${line}\n` };
}

test("ordinary words are no trace", () => {
  const output = "nothing changed\n  at debian.org, 12:30:15\nlook at /srv/tree: latest/ is not found there yet\n";
  expect(judge({ code: 0, output }, promised)).toEqual([]);
});

test.each([
  ["not installed, or not on PATH: xz; type: sudo apt-get install fdisk xz-utils\n", "apt-get install fdisk xz-utils"],
  ["not installed, or not on PATH: xz; type: apt-get install xz-utils", "apt-get install xz-utils"],
  ["type what you like", undefined],
])("the line to type of %j is %j", (output, line) => {
  expect(lineToType(output)).toBe(line);
});
