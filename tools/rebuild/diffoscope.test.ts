import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { explainDifferences } from "./diffoscope.ts";

test.each([
  ["finds nothing", "exit 0", true],
  ["finds differences", "exit 1", true],
  ["fails", "echo Traceback; exit 2", false],
  ["is killed", "kill -9 $$", false],
])("a diffoscope that %s costs no verdict (%s): folders are explained: %s", async (_, script, done) => {
  const folder = await mkdtemp(path.join(tmpdir(), "diffoscope-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, "diffoscope"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
  const said = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  expect(await explainDifferences("/published", "/rebuilt", path.join(folder, "report.txt"))).toBe(done);
  expect(said).toHaveBeenCalledTimes(done ? 0 : 1);
});
