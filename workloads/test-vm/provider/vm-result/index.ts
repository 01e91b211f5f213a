import {
  vmResultInputs,
  vmResultOutputs,
  type VmResultInputs,
  type VmResultOutputs,
} from "../../model/test-vm/resources.ts";
import { connect } from "../../../../clients/openstack/connection.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import { readVmRecord, writeVmRecord } from "./keep.ts";
import { tryServer } from "./try.ts";

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
