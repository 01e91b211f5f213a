import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadAccounts } from "./accounts/load.ts";
import { UserError } from "../images/model/errors.ts";
import { ownValues, parseSettings, type Settings } from "./config.ts";
import { refuseViolations } from "./policy.ts";
import { withoutSecrets } from "./secrets.ts";

/** Runs the role of the stack. Returns the stack's outputs. */
export async function run(): Promise<object> {
  forgetCallStacks();
  refuseViolations();
  try {
    return await runRole(stackSettings());
  } catch (error) {
    // the engine prints the message of a RunError, and the stack trace of anything else
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  }
}

/** Loads the modules of this role only. */
async function runRole(settings: Settings): Promise<object> {
  switch (settings.role) {
    case "publication":
      return (await import("./publication/stack.ts")).publication(settings);
    case "amphora":
      return (await import("./amphora.ts")).amphora(settings);
    case "testing":
      return (await import("./testing.ts")).testing(settings);
    case "runners":
      return (await import("./runners.ts")).runners(settings);
    case "accounts":
      return (await loadAccounts())(settings);
  }
}

function stackSettings(): Settings {
  return parseSettings(ownValues(withoutSecrets(pulumi.runtime.allConfig())), {
    folder: path.dirname(import.meta.dirname),
    file: `Pulumi.${pulumi.getStack()}.yaml`,
    backend: process.env["PULUMI_BACKEND_URL"],
  });
}

/** The SDK writes the call stack of every registration into the state, which is rewritten at each step. They would be half of it. */
function forgetCallStacks(): void {
  Error.prepareStackTrace = (error) => String(error);
}
