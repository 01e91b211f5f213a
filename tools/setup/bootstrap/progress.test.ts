import { expect, test } from "vitest";
import { runFile } from "./progress.mjs";

test.each([
  ["succeeds", "echo fine", { ok: true, code: 0, output: "fine" }],
  ["fails", "echo bad >&2; exit 3", { ok: false, code: 3, output: "bad" }],
])("a program that %s is told by its code and its output", async (_case, script, expected) => {
  expect(await runFile("/bin/sh", ["-c", script])).toEqual(expected);
});

test("a program that does not end in time is stopped with all that it started, even if it ignores the first signal", async () => {
  const ran = await runFile("/bin/sh", ["-c", 'trap "" TERM; sleep 60 & wait; sleep 60'], { timeout: 100 });
  expect(ran).toEqual({ ok: false, code: null, output: "stopped: no end within 0 s" });
});
