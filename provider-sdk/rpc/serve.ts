import { fstatSync } from "node:fs";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Display, Provider } from "../provider.ts";
import { engineDisplay, silentDisplay } from "./display.ts";
import { handlers, type Answered } from "./handlers.ts";
import { anySize, listen } from "./listen.ts";

/**
 * Serves a provider to the engine: listens on a free port and writes it as the first line of standard output.
 * The SDK's own server leaves a provider without its configuration, and prints a stack trace for every refusal.
 */
export async function serve(
  create: (display: Display) => Provider,
  engine: string | undefined,
  answered?: Answered,
): Promise<void> {
  const provider = create(engine === undefined ? silentDisplay : engineDisplay(engine));
  const server = anySize();
  server.addService(services.ResourceProviderService, handlers(provider, answered));
  const port = await listen(server);
  exitWithoutEngine(provider);
  process.stdout.write(`${port}\n`);
}

/** A provider that outlives its engine would go on writing, and one that outlives a signal is never reaped. */
function exitWithoutEngine(provider: Provider): void {
  const exit = (): void => {
    void provider.cancel().finally(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, exit);
  // the engine holds the other end of this pipe, and never writes to it
  if (fstatSync(0).isFIFO()) process.stdin.resume().once("end", exit);
}
