import {
  vmResultInputs,
  vmResultOutputs,
  type VmResultInputs,
  type VmResultOutputs,
} from "../../model/test-vm/resources.ts";
import { connect } from "../../../../clients/openstack/connection.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import { tryServer } from "./try.ts";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { consoleFile, recordFile, type VmRecord } from "../../model/test-vm/record.ts";
import { replaceFile } from "../../../../storage/files/atomic.ts";
import { readVmRecord } from "../../test-results.ts";

/** The verdict on a VM. A recorded verdict is final, also after a kill. */
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
  const known = await readVmRecord(join(operation.results, recordFile(news)));
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

/** Characters of a console that are kept: a guest may print any amount. */
const mostConsole = 2 ** 20;

/** The console first: a record always has one beside it. */
async function writeVmRecord(results: string, record: VmRecord, console: string): Promise<void> {
  const file = join(results, recordFile(record));
  await mkdir(dirname(file), { recursive: true });
  await replaceFile(join(results, consoleFile(record)), console.slice(-mostConsole));
  await replaceFile(file, `${JSON.stringify(record, null, 2)}\n`);
}
