import { readTempest } from "../../model/tempest/results.ts";
import type { VmRecord } from "../../model/test-vm/record.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import type { Server } from "../../../../clients/openstack/services/nova.ts";
import { novaServer } from "../../../runner/provider/server.ts";
import { leavePasswords, passwordsOf } from "./passwords.ts";

interface Look {
  server: Server;
  console: string;
  signal: AbortSignal;
}

/** Gives a server the passwords of its accounts once it has printed its key. Returns whether it did. */
export const gavePasswords = (
  connection: Connection,
  accounts: readonly string[],
  { server: { id, metadata }, console, signal }: Look,
): Promise<boolean> =>
  leavePasswords(novaServer(connection, id, signal), { console, metadata }, () => passwordsOf(accounts));

/** Judges a server that ran Tempest: the verdict is about its cloud, not about its image. */
export function judgeTempest(
  console: string,
  run: string,
): Pick<VmRecord, "verdict" | "findings" | "checks" | "tempest"> {
  const { verdict, findings, passed, skipped } = readTempest(console, run);
  return { verdict, findings, checks: [], tempest: { passed, skipped } };
}
