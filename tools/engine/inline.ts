import { createProvider } from "../../provider/index.ts";
import { serveAttached } from "../../provider-sdk/rpc/attached.ts";
import { run } from "../../stacks/roles.ts";
import { serveProgram } from "./inline/program.ts";
import { showPulumi, type EngineRun } from "./pulumi.ts";

/**
 * As `showPulumi`, of an update, a preview or a refresh, with the program and our provider in this process: the engine would start four
 * processes for them, which load what this one has loaded. `pulumi up` alone starts them, from Pulumi.yaml.
 */
export async function showInline(args: readonly string[], env: NodeJS.ProcessEnv): Promise<EngineRun> {
  const provider = await serveAttached(createProvider);
  const program = await serveProgram(run);
  const takenBack = environment(env);
  try {
    return await showPulumi([...args, `--client=127.0.0.1:${program.port}`], {
      ...env,
      PULUMI_DEBUG_PROVIDERS: `debian:${provider.port}`,
    });
  } finally {
    await provider.end();
    program.end();
    takenBack();
  }
}

/**
 * Gives the program what it would have in a process of its own: its variables, and no call stacks, as Pulumi.yaml's nodeargs say.
 * Returns a function that takes it back, with the SDK's handlers of errors, which stay after a run whose engine died.
 */
function environment(env: NodeJS.ProcessEnv): () => void {
  const before = { ...process.env };
  const { stackTraceLimit } = Error;
  Object.assign(process.env, env);
  Error.stackTraceLimit = 0;
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
    Object.assign(Error, { stackTraceLimit, prepareStackTrace: undefined });
    for (const event of ["uncaughtException", "unhandledRejection"]) process.removeAllListeners(event);
  };
}
