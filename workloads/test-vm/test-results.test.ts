import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readVmRecords } from "./test-results.ts";

it("names a damaged record, and what to do about it", async () => {
  const results = mkdtempSync(join(tmpdir(), "vm-records-"));
  onTestFinished(() => {
    rmSync(results, { recursive: true });
  });
  const file = join(results, "0123456789", "1.json");
  mkdirSync(dirname(file));
  writeFileSync(file, '{"name": ');
  const message = await readVmRecords(results).then(String, String);
  expect(message).toContain(file);
  expect(message).toContain("remove the file: the VM is tested again");
});
