import { backendUrl } from "./engine/backend.ts";
import { engineOptionsOf } from "./engine/options.ts";
import { readAnySettings } from "./engine/stack-file.ts";
import { WrongUse } from "./setup/errors.ts";
import { upAmphora } from "./up/amphora.ts";
import { upApproved } from "./up/approved.ts";
import { refuseUnknownClouds } from "./up/known-clouds.ts";
import { upStack } from "./up/stack.ts";
import { upTests } from "./up/tests.ts";
import { up } from "./up/up.ts";
import { up as usage } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** `npm run up -- --stack NAME [--plan FILE]`: needs neither a terminal nor a person. With a file, what a person approved. */
export async function main(args: string[]): Promise<number> {
  const given = readArguments(usage, args);
  const { refresh, ...options } = engineOptionsOf(given);
  const settings = readAnySettings({ ...options, backend: backendUrl(options.stack, process.env) });
  await refuseUnknownClouds(settings);
  if (settings.role === "testing") return upTests(options, settings);
  if (settings.role === "amphora") return upAmphora({ refresh, ...options }, settings);
  if (settings.role === "runners") return (await upStack({ refresh, ...options }, settings.role)) ? 0 : 1;
  const file = given.values.plan;
  if (file === undefined) return (await up({ refresh, ...options })).code;
  if (refresh) throw new WrongUse("--refresh: expected to be left out with --plan, which is done as it was approved");
  return (await upApproved(options, file)).code;
}
