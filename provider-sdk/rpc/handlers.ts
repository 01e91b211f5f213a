import { isDeepStrictEqual } from "node:util";
import grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { packageVersion } from "../package.ts";
import type { Provider, Properties } from "../provider.ts";

/** The outputs of a resource that the engine gets. */
export type Answered = (outputs: Properties, inputs: Properties) => Properties;

/** Translates the engine's calls to the provider's. The engine does without the missing ones. */
export function handlers(provider: Provider, answered: Answered = withoutInputs): grpc.UntypedServiceImplementation {
  const answerOf = (outputs: Properties, inputs: Properties): struct.Struct => structOf(answered(outputs, inputs));
  const server: Pick<IResourceProviderServer, ServedCall> = {
    getPluginInfo: answer(async () => new plugin.PluginInfo().setVersion(packageVersion)),
    attach: answer(async () => new empty.Empty()),
    cancel: answer(async () => {
      await provider.cancel();
      return new empty.Empty();
    }),
    getSchema: answer(async () => new messages.GetSchemaResponse().setSchema(await provider.schema())),
    // another path of the same tree is no other provider: nothing is ever replaced for it
    checkConfig: answer(async (request) => new messages.CheckResponse().setInputs(request.getNews())),
    diffConfig: answer(async () => new messages.DiffResponse()),
    configure: answer(async (request) => {
      await provider.configure(opened(properties(request.getArgs())));
      return new messages.ConfigureResponse();
    }),
    check: answer(async (request) => {
      const failures = await provider.check(request.getUrn(), properties(request.getNews()));
      const response = new messages.CheckResponse().setInputs(request.getNews());
      for (const { property, reason } of failures)
        response.addFailures(new messages.CheckFailure().setProperty(property).setReason(reason));
      return response;
    }),
    diff: answer(async (request) => {
      const { changes, replaces } = await provider.diff(
        request.getUrn(),
        stateOf(request.getOldInputs(), request.getOlds()),
        properties(request.getNews()),
      );
      const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
      return new messages.DiffResponse()
        .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...changes])
        .setReplacesList([...replaces]);
    }),
    create: answer(async (request) => {
      const news = properties(request.getProperties());
      const { id, outputs } = await provider.create(request.getUrn(), news);
      return new messages.CreateResponse().setId(id).setProperties(answerOf(outputs, news));
    }),
    read: answer(async (request) => {
      const found = await provider.read(request.getUrn(), {
        id: request.getId(),
        outputs: stateOf(request.getInputs(), request.getProperties()),
        inputs: properties(request.getInputs()),
      });
      if (found === undefined) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(found.id)
        .setProperties(answerOf(found.outputs, found.inputs))
        .setInputs(structOf(found.inputs));
    }),
    update: answer(async (request) => {
      const news = properties(request.getNews());
      const olds = stateOf(request.getOldInputs(), request.getOlds());
      const outputs = await provider.update(request.getUrn(), olds, news);
      return new messages.UpdateResponse().setProperties(answerOf(outputs, news));
    }),
    delete: answer(async (request) => {
      await provider.delete(request.getUrn(), stateOf(request.getOldInputs(), request.getProperties()));
      return new empty.Empty();
    }),
  };
  return server;
}

type ServedCall =
  | "getPluginInfo"
  | "attach"
  | "cancel"
  | "getSchema"
  | "checkConfig"
  | "diffConfig"
  | "configure"
  | "check"
  | "diff"
  | "create"
  | "read"
  | "update"
  | "delete";

/** An error travels as its message alone: what a person did wrong is not shown with a stack trace. */
const answer =
  <Request, Response>(work: (request: Request) => Promise<Response>): grpc.handleUnaryCall<Request, Response> =>
  (call, callback) => {
    work(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback({ code: grpc.status.UNKNOWN, details: messageOf(error) }),
    );
  };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const properties = (value: struct.Struct | undefined): Properties => value?.toJavaScript() ?? {};

/** A provider's configuration comes with its secrets wrapped, whatever the provider says of them. */
const opened = (config: Properties): Properties =>
  Object.fromEntries(Object.entries(config).map(([key, value]): [string, unknown] => [key, unwrapRpcSecret(value)]));

const stateOf = (inputs: struct.Struct | undefined, outputs: struct.Struct | undefined): Properties => ({
  ...properties(inputs),
  ...properties(outputs),
});

/** Without those that only repeat an input: the state, rewritten at each step, keeps each property once. */
export const withoutInputs = (outputs: Properties, inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(outputs).filter(([key, value]) => !isDeepStrictEqual(value, inputs[key])));

/** JSON drops undefined values, which the wire format cannot hold. */
const structOf = (value: Properties): struct.Struct =>
  struct.Struct.fromJavaScript(wireProperties(JSON.stringify(value)));

function wireProperties(json: string): Record<string, struct.JavaScriptValue> {
  return JSON.parse(json) as Record<string, struct.JavaScriptValue>;
}
