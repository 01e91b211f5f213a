// Pulumi's language host for Node, over the SDK's own gRPC definitions. Only the engine that set-up builds with Go needs
// it: the official release brings one, which cannot be had as a Go module.
// The engine gives its address as the last argument, reads our port from the first line of our output, and then asks us
// to run programs, provider plugins and policy packs. Nothing is installed here: set-up did that.
import { flushCompileCache } from "node:module";
import {
  Server,
  ServerCredentials,
  type handleUnaryCall,
  type sendUnaryData,
  type ServerUnaryCall,
} from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { killChildren } from "./language-host/children.ts";
import { runPlugin } from "./language-host/plugin.ts";
import { runProgram } from "./language-host/program.ts";

let engine = process.argv.at(-1) ?? "";

/** A call that always gets the same answer. */
function always<Response>(answer: () => Response): handleUnaryCall<unknown, Response> {
  return (_call, callback) => callback(null, answer());
}

function handshake(
  { request }: ServerUnaryCall<messages.LanguageHandshakeRequest, messages.LanguageHandshakeResponse>,
  callback: sendUnaryData<messages.LanguageHandshakeResponse>,
): void {
  engine = request.getEngineAddress() || engine;
  callback(null, new messages.LanguageHandshakeResponse());
}

function run(
  { request }: ServerUnaryCall<messages.RunRequest, messages.RunResponse>,
  callback: sendUnaryData<messages.RunResponse>,
): void {
  runProgram(request, engine).then(
    (response) => callback(null, response),
    (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
  );
}

const unlimited = -1;
const server = new Server({
  "grpc.max_receive_message_length": unlimited,
  "grpc.max_send_message_length": unlimited,
});
server.addService(service.LanguageRuntimeService, {
  handshake,
  run,
  runPlugin,
  about: always(() => new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  cancel: always(() => new empty.Empty()),
  getPluginInfo: always(() => new plugin.PluginInfo().setVersion("0.0.1")),
  getProgramDependencies: always(() => new messages.GetProgramDependenciesResponse()),
  getRequiredPackages: always(() => new messages.GetRequiredPackagesResponse()),
  getRequiredPlugins: always(() => new messages.GetRequiredPluginsResponse()),
  runtimeOptionsPrompts: always(() => new messages.RuntimeOptionsResponse()),
  installDependencies: (call: { end(): void }) => call.end(),
});

// The engine holds our standard input open: its end means that the engine is gone, however it died.
process.stdin.resume().on("end", () => {
  killChildren();
  process.exit(1);
});

server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
  // the engine ends a host by a signal, and then Node does not write its cache: the next host would compile everything again
  flushCompileCache();
});
