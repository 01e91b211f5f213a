import type { handleUnaryCall } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import languages from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { anySize, listen } from "../../../provider-sdk/rpc/listen.ts";
import { packageVersion } from "../../../provider-sdk/package.ts";
import { secretKeysVariable } from "../../../stacks/secrets.ts";
import { sdkServer } from "./sdk-server.ts";

type Run = handleUnaryCall<messages.RunRequest, messages.RunResponse>;

/** A program in this process, which an engine runs instead of starting one. */
interface InlineProgram {
  port: number;
  /** Ends the server. A program whose engine died waits for ever for its answers, so nothing waits for it. */
  end: () => void;
}

/** Serves a program from this process to an engine. It may be run more than once, but not twice at the same time. */
export async function serveProgram(program: () => Promise<object>): Promise<InlineProgram> {
  const sdk = await sdkServer(program);
  const run: Run = (call, callback) => {
    process.env[secretKeysVariable] = JSON.stringify(call.request.getConfigsecretkeysList());
    let answered = false;
    const answer: typeof callback = (error, response) => {
      // after an error, the SDK answers again
      if (answered) return;
      answered = true;
      callback(null, error ? failed(error) : response);
    };
    void sdk.run(call, answer);
  };
  const server = anySize();
  server.addService(languages.LanguageRuntimeService, {
    run,
    getPluginInfo: always(() => new plugin.PluginInfo().setVersion(packageVersion)),
    getRequiredPackages: always(() => new messages.GetRequiredPackagesResponse()),
    getRequiredPlugins: always(() => new messages.GetRequiredPluginsResponse()),
  });
  const port = await listen(server);
  return { port, end: () => server.forceShutdown() };
}

/** An error that the SDK has logged must not be printed again. */
function failed(error: unknown): messages.RunResponse {
  const response = new messages.RunResponse();
  return pulumi.log.hasErrors()
    ? response.setBail(true)
    : response.setError(error instanceof Error ? error.message : String(error));
}

/** A call that always gets the same answer. */
const always =
  <Response>(answer: () => Response): handleUnaryCall<unknown, Response> =>
  (_call, callback) =>
    callback(null, answer());
