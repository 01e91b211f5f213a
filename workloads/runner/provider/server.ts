import { isSealName } from "../model/seal.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { consoleOutput, getServer } from "../../../clients/openstack/services/nova.ts";

/** The server that gets a token: its console, and the metadata for it. */
export interface Server {
  /** Undefined if there is no such server. */
  state(): Promise<{ status: string; fault: string | undefined; metadata: Record<string, string> } | undefined>;
  console(): Promise<string>;
  leave(metadata: Record<string, string>): Promise<void>;
  /** Removes the sealed secret from the metadata. */
  clear(): Promise<void>;
}

/** The server prints its key every ten seconds, so the end of the console is enough. */
const consoleLines = 400;

export function novaServer(connection: Connection, id: string, signal: AbortSignal): Server {
  const path = `/servers/${encodeURIComponent(id)}/metadata`;
  const state: Server["state"] = async () => {
    const found = await getServer(connection, id, { signal });
    return found && { status: found.status, fault: found.fault?.message, metadata: found.metadata };
  };
  return {
    state,
    console: () => consoleOutput(connection, id, { lines: consoleLines, signal }),
    async leave(metadata) {
      // the same values again change nothing
      await connection.request("compute", { method: "POST", path, json: { metadata }, repeatable: true, signal });
    },
    async clear() {
      const names = Object.keys((await state())?.metadata ?? {}).filter(isSealName);
      for (const name of names)
        await connection.request("compute", { method: "DELETE", path: `${path}/${name}`, signal });
    },
  };
}
