import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeMetrics } from "./metrics-file.ts";

async function folderOfTest(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "metrics-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("metrics are written over those of the day before", async () => {
  const file = path.join(await folderOfTest(), "trixie-daily.prom");
  await writeFile(file, "of yesterday\n");
  await writeMetrics(file, "of today\n");
  expect(await readFile(file, "utf8")).toBe("of today\n");
});

test("a machine without the collector's folder is told so", async () => {
  const folder = path.join(await folderOfTest(), "node-exporter");
  const refused = writeMetrics(path.join(folder, "trixie-daily.prom"), "");
  await expect(refused).rejects.toThrow(`no folder ${folder}`);
  await expect(refused).rejects.toThrow(/install prometheus-node-exporter/);
});

test("a file in the folder's place is named", async () => {
  const file = path.join(await folderOfTest(), "node-exporter");
  await writeFile(file, "");
  await expect(writeMetrics(path.join(file, "trixie-daily.prom"), "")).rejects.toThrow(
    `${path.join(file, "trixie-daily.prom")} is "ENOTDIR"`,
  );
});
