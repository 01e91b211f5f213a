import { unheard } from "../../../../images/boot-tests/stitch.ts";
import type { Boot } from "../../../../images/boot-tests/verdict.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { consoleOutput, getServer, ipv4Of, type Server } from "../../../../clients/openstack/services/nova.ts";
import { until } from "../../../../clients/openstack/repeat.ts";
import { Listener } from "../../../../clients/qemu/listener.ts";
import type { Order, Seen } from "../../../../clients/qemu/machine.ts";

/** Milliseconds between two looks at the console. */
const pause = 3_000;

/** Seconds within which a cloud starts a server. */
const startsWithin = 600;

type Watched = Pick<Seen, "console" | "network" | "seconds" | "ended">;

/** Follows a server from its start until its guest has reported everything, it stops, or its time is over. Throws if the cloud fails. */
export async function watch(connection: Connection, id: string, order: Order): Promise<Watched> {
  const { run, firmware, seconds, signal, report } = order;
  const server = await started(connection, id, signal);
  const begun = performance.now();
  let ended: Boot["ended"] | undefined;
  const listener = new Listener(run, (why) => (ended ??= why));
  try {
    for (;;) {
      const { status } = await present(connection, id, signal);
      const shown = await consoleOutput(connection, id, { signal });
      listener.hear(unheard(listener.console, shown));
      const took = Math.round((performance.now() - begun) / 100) / 10;
      if (took > seconds) ended ??= "timeout";
      else if (status === "SHUTOFF") ended ??= "stopped";
      if (ended !== undefined && listener.console === "")
        throw new Error(`cloud ${connection.cloud}: no console of the server in ${Math.round(took)} s`);
      const network = { address: ipv4Of(server), resolver: null };
      if (ended !== undefined) return { console: listener.console, seconds: took, ended, network };
      report(`booting in ${connection.cloud} with ${firmware}: ${Math.round(took)} s`);
      await until(pause, signal);
    }
  } finally {
    listener.end();
  }
}

async function started(connection: Connection, id: string, signal: AbortSignal): Promise<Server> {
  for (let waited = 0; waited < startsWithin * 1000; waited += pause) {
    const server = await present(connection, id, signal);
    if (server.status !== "BUILD") return server;
    await until(pause, signal);
  }
  throw new Error(`cloud ${connection.cloud}: the server was not started in ${startsWithin} s`);
}

/** Throws where the cloud lost it, or could not run it. */
async function present(connection: Connection, id: string, signal: AbortSignal): Promise<Server> {
  const server = await getServer(connection, id, { signal });
  const why =
    server === undefined ? "is gone" : `is in ERROR: ${server.fault?.message ?? "the cloud does not say why"}`;
  if (server === undefined || server.status === "ERROR")
    throw new Error(`cloud ${connection.cloud}: the server ${why}`);
  return server;
}
