import type grpc from "@grpc/grpc-js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Display, Provider } from "../provider.ts";
import { engineDisplay, silentDisplay, type EngineDisplay } from "./display.ts";
import { handlers } from "./handlers.ts";
import { anySize, listen } from "./listen.ts";

/** A provider in this process, which an engine attaches to instead of starting one. */
interface Attached {
  port: number;
  /** Ends what runs, and the server. */
  end: () => Promise<void>;
}

/** Serves a provider from this process. It speaks in the display of the engine that has attached last. */
export async function serveAttached(create: (display: Display) => Provider): Promise<Attached> {
  let engine: EngineDisplay | undefined;
  const shown = (): Display => engine ?? silentDisplay;
  const provider = create({
    report: (urn, text) => shown().report(urn, text),
    warn: (urn, text) => shown().warn(urn, text),
  });
  const attach: grpc.handleUnaryCall<plugin.PluginAttach, empty.Empty> = ({ request }, callback) => {
    engine?.close();
    engine = engineDisplay(request.getAddress());
    callback(null, new empty.Empty());
  };
  const server = anySize();
  server.addService(services.ResourceProviderService, { ...handlers(provider), attach });
  const port = await listen(server);
  return {
    port,
    async end() {
      await provider.cancel();
      server.forceShutdown();
      engine?.close();
    },
  };
}
