import {
  vmResultInputs,
  vmResultOutputs,
  type VmResultInputs,
  type VmResultOutputs,
} from "../../model/test-vm/resources.ts";
import { connect } from "../../../../clients/openstack/connection.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import { tryServer } from "./try.ts";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { consoleFile, recordFile, vmRecordSchema, type VmRecord } from "../../model/test-vm/record.ts";
import { replaceFile } from "../../../../storage/files/atomic.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";

/** A verdict is given once: a recorded one is not asked for again, even after a kill. */
export const vmResult: Kind<VmResultInputs, VmResultOutputs> = {
  description: "The verdict on one test VM, read from its console once and then recorded.",
  inputs: vmResultInputs,
  outputs: vmResultOutputs,
  id: ({ key, attempt }) => `${key}/${attempt}`,
  diff: (olds, news) =>
    olds.key === news.key && olds.attempt === news.attempt
      ? { changes: [], replaces: [] }
      : { changes: ["key"], replaces: ["key"] },
  create: judged,
  read: async (_operation, olds) => olds,
  update: async (_operation, olds) => olds,
  delete: async () => undefined,
};

async function judged(operation: Operation, news: VmResultInputs): Promise<VmResultOutputs> {
  const known = await readVmRecord(operation.results, news);
  if (known !== undefined) return { ...news, verdict: known.verdict };
  const connection = await connect(news.cloud, { signal: operation.signal });
  try {
    const { record, console } = await tryServer(connection, operation, news);
    await writeVmRecord(operation.results, record, console);
    return { ...news, verdict: record.verdict };
  } finally {
    connection.close();
  }
}

/** What a console says is a guest's word: kept whole up to here. */
const mostConsole = 2 ** 20;

async function readVmRecord(results: string, which: Pick<VmRecord, "key" | "attempt">): Promise<VmRecord | undefined> {
  const text = await ifPresent(readFile(join(results, recordFile(which)), "utf8"));
  return text === undefined ? undefined : vmRecordSchema.parse(JSON.parse(text));
}

/** The console first: a record always has one beside it. */
async function writeVmRecord(results: string, record: VmRecord, console: string): Promise<void> {
  const file = join(results, recordFile(record));
  await mkdir(dirname(file), { recursive: true });
  await replaceFile(join(results, consoleFile(record)), console.slice(-mostConsole));
  await replaceFile(file, `${JSON.stringify(record, null, 2)}\n`);
}
