import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { vmRecordSchema, type VmRecord } from "./model/test-vm/record.ts";
import { ifPresent } from "../../storage/files/fault.ts";

/** Every record of a test VM below the folder of results; a folder that is not there yet has none. */
export async function readVmRecords(results: string): Promise<VmRecord[]> {
  const files = (await ifPresent(readdir(results, { recursive: true }))) ?? [];
  const records = files.filter((file) => /^[0-9a-f]{10}\/\d+\.json$/.test(file)).toSorted();
  return Promise.all(
    records.map(async (file) => vmRecordSchema.parse(JSON.parse(await readFile(join(results, file), "utf8")))),
  );
}

/** By channel, as `trixie/daily`: what the tree says of its boot tests (`tests.json`). */
export async function readBootTests(tree: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const suites = (await ifPresent(readdir(tree, { withFileTypes: true }))) ?? [];
  const names = suites.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const channel of names.flatMap((name) => [name, `${name}/daily`]).toSorted()) {
    const text = await ifPresent(readFile(join(tree, channel, "tests.json"), "utf8"));
    if (text !== undefined) found.set(channel, text);
  }
  return found;
}
