import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";

test("processes of several stacks replace one file at once, and none fails for another's sake", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "texts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const places = JSON.stringify({ tree: folder, staging: folder });
  const file = JSON.stringify(path.join(folder, "index.html"));
  const script = `import { replaceText } from ${JSON.stringify(path.join(import.meta.dirname, "texts.ts"))};
    for (let at = 0; at < 20; at += 1) await replaceText(${places}, ${file}, process.pid + " " + at);`;
  const processes = [1, 2, 3].map(() => spawn(process.execPath, ["--input-type=module-typescript", "-e", script]));
  const ends = await Promise.all(processes.map((each) => once(each, "close")));
  expect(ends.map(([code]: unknown[]) => code)).toEqual([0, 0, 0]);
  expect(await readdir(folder)).toEqual(["index.html"]);
});
