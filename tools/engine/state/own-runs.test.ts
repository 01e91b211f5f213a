import { utimesSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isOwnRun, rememberRun, stateFolder } from "./own-runs.ts";

test.each([
  ["began just then", 4711, 0, true],
  ["began just then, in a lock that leaves out its milliseconds", 4711, -999, true],
  ["has another number", 4712, 0, false],
  ["took the number a day before", 4711, -86_400_000, false],
  ["took the number a day later", 4711, 86_400_000, false],
])(
  "a run that %s: number %d, %d ms after the one that was noted, is this machine's: %s",
  async (_, pid, later, own) => {
    const env = await home();
    rememberRun(4711, env);
    expect(await isOwnRun({ pid, since: new Date(Date.now() + later) }, env)).toBe(own);
  },
);

test("a run that has ended by itself is forgotten", async () => {
  const env = await home();
  rememberRun(4711, env)();
  expect(await isOwnRun({ pid: 4711, since: new Date() }, env)).toBe(false);
});

test.each([
  ["a month ago is forgotten with the next run that begins", 31, false],
  ["a week ago is known: its lock may still be there", 7, true],
])("a run that was killed %s", async (_, days, known) => {
  const env = await home();
  const began = new Date(Date.now() - days * 86_400_000);
  rememberRun(4711, env);
  utimesSync(path.join(stateFolder(env), "runs", "4711"), began, began);
  rememberRun(4712, env);
  expect(await isOwnRun({ pid: 4711, since: began }, env)).toBe(known);
  expect(await isOwnRun({ pid: 4712, since: new Date() }, env)).toBe(true);
});

async function home(): Promise<NodeJS.ProcessEnv> {
  const folder = await mkdtemp(path.join(tmpdir(), "own-runs-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return { XDG_STATE_HOME: folder };
}
