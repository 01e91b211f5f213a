import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseJson } from "../../images/model/schema-problems.ts";
import { vmRecordSchema, type VmRecord } from "./model/test-vm/record.ts";
import { ifPresent } from "../../storage/files/fault.ts";

/** Reads one record of a test VM. Throws a UserError that names the file if it is damaged. */
export async function readVmRecord(file: string): Promise<VmRecord | undefined> {
  const text = await ifPresent(readFile(file, "utf8"));
  if (text === undefined) return undefined;
  return parseJson(vmRecordSchema, text, { where: file, remedy: "remove the file: the VM is tested again" });
}

/** Every record of a test VM below the folder of results; a missing folder has none. */
export async function readVmRecords(results: string): Promise<VmRecord[]> {
  const files = (await ifPresent(readdir(results, { recursive: true }))) ?? [];
  const records = files.filter((file) => /^[0-9a-f]{10}\/\d+\.json$/.test(file)).toSorted();
  const read = await Promise.all(records.map((file) => readVmRecord(join(results, file))));
  return read.filter((record) => record !== undefined);
}

/** By channel, as `trixie/daily`: the text of its `tests.json` in the tree, with the results of boot tests. */
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
