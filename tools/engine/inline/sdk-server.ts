import type { handleUnaryCall } from "@grpc/grpc-js";
import type messages from "@pulumi/pulumi/proto/language_pb.js";

/** What the SDK's server does for an engine. */
interface SdkServer {
  /** Runs the program. Resolves when it has ended. */
  run(...given: Parameters<handleUnaryCall<messages.RunRequest, messages.RunResponse>>): Promise<void>;
}

type SdkServerClass = new (program: () => Promise<object>) => SdkServer;

/**
 * The server with which the SDK's Automation API runs a program in its own process. The SDK gives it no types (pulumi 3.276.0,
 * sdk/nodejs/automation/server.ts). Each run gets settings, configuration and a root of its own.
 */
export async function sdkServer(program: () => Promise<object>): Promise<SdkServer> {
  const module: unknown = await import("@pulumi/pulumi/automation/server.js");
  if (!hasServer(module)) throw new Error("the SDK has no server for inline programs");
  return new module.LanguageServer(program);
}

const hasServer = (module: unknown): module is { LanguageServer: SdkServerClass } =>
  typeof module === "object" &&
  module !== null &&
  "LanguageServer" in module &&
  typeof module.LanguageServer === "function";
