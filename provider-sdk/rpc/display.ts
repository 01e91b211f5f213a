import grpc from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/engine_pb.js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import type { Display } from "../provider.ts";

export const silentDisplay: Display = { report: () => undefined, warn: () => undefined };

/** A display that can be closed. */
export interface EngineDisplay extends Display {
  close: () => void;
}

/** Speaks in the engine's own display, beside the resource. */
export function engineDisplay(address: string): EngineDisplay {
  const engine = new services.EngineClient(address, grpc.credentials.createInsecure());
  const log = (severity: LogSeverity, urn: string, text: string, ephemeral: boolean): void => {
    const request = new messages.LogRequest();
    request.setSeverity(severity);
    request.setUrn(urn);
    request.setMessage(text);
    request.setEphemeral(ephemeral);
    // work does not wait for its display, nor fail with it
    engine.log(request, () => undefined);
  };
  return {
    report: (urn, text) => log(messages.LogSeverity.INFO, urn, text, true),
    warn: (urn, text) => log(messages.LogSeverity.WARNING, urn, text, false),
    close: () => engine.close(),
  };
}
