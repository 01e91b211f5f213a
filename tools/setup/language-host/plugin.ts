import type { ServerWritableStream } from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import { sdkScript, startNode } from "./children.ts";

type Call = ServerWritableStream<messages.RunPluginRequest, messages.RunPluginResponse>;

/** Runs a provider plugin or a policy pack, and streams its output to the engine: the first line is its port. */
export function runPlugin(call: Call): void {
  const { request } = call;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const policies = request.getKind() === "analyzer";
  const args = policies
    ? [sdkScript(folder, "run-policy-pack"), ...request.getArgsList(), folder]
    : [sdkScript(folder, "run-plugin"), folder, ...request.getArgsList()];
  const child = startNode(args, {
    cwd: policies ? folder : request.getPwd(),
    env: environment(request.getEnvList()),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (bytes: Uint8Array) => call.write(new messages.RunPluginResponse().setStdout(bytes)));
  child.stderr.on("data", (bytes: Uint8Array) => call.write(new messages.RunPluginResponse().setStderr(bytes)));
  child.on("close", (code) => {
    call.write(new messages.RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

function environment(pairs: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
