import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { consoleFile, recordFile, vmRecordSchema, type VmRecord } from "../../model/test-vm/record.ts";
import { replaceFile } from "../../../../storage/atomic.ts";
import { ifPresent } from "../../../../storage/fault.ts";

/** What a console says is a guest's word: kept whole up to here. */
const mostConsole = 2 ** 20;

export async function readVmRecord(
  results: string,
  which: Pick<VmRecord, "key" | "attempt">,
): Promise<VmRecord | undefined> {
  const text = await ifPresent(readFile(join(results, recordFile(which)), "utf8"));
  return text === undefined ? undefined : vmRecordSchema.parse(JSON.parse(text));
}

/** The console first: a record always has one beside it. */
export async function writeVmRecord(results: string, record: VmRecord, console: string): Promise<void> {
  const file = join(results, recordFile(record));
  await mkdir(dirname(file), { recursive: true });
  await replaceFile(join(results, consoleFile(record)), console.slice(-mostConsole));
  await replaceFile(file, `${JSON.stringify(record, null, 2)}\n`);
}
