import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runStack } from "./stack.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "run-stack-"));
  vi.spyOn(console, "log").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** In the engine's place: another run begins just before the first update, and has ended before the second. */
const engine = `#!/bin/sh
echo "$1" >>"$CALLS"
test "$1" = stack && exec echo '{}'
test "$(grep -c up "$CALLS")" -gt 1 && exit 0
echo "error: the stack is currently locked by 1 lock(s)" >&2
exit 255
`;

test("a run that another one overtook is begun again when that one has ended, after its leftovers are removed", async () => {
  writeFileSync(path.join(folder, "pulumi"), engine);
  chmodSync(path.join(folder, "pulumi"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
  const calls = path.join(folder, "calls");
  const env = { ...process.env, CALLS: calls, PULUMI_BACKEND_URL: `file://${folder}/state`, XDG_STATE_HOME: folder };
  const stackArgs = ["--stack", "testing", "--non-interactive"];
  const ran = await runStack({ stack: "testing", env, stackArgs, updateArgs: stackArgs }, []);
  expect(ran.ok).toBe(true);
  expect(readFileSync(calls, "utf8").split("\n")).toEqual(["stack", "up", "stack", "up", ""]);
});
