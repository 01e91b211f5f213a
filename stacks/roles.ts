import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../images/model/errors.ts";
import { amphora } from "./amphora.ts";
import { ownValues, parseSettings, type Settings } from "./config.ts";
import { refuseViolations } from "./policy.ts";
import { publication } from "./publication/stack.ts";
import { runners } from "./runners.ts";
import { withoutSecrets } from "./secrets.ts";
import { testing } from "./testing.ts";

/** Does what the stack is for. What it returns are the stack's outputs. */
export async function run(): Promise<object> {
  forgetCallStacks();
  refuseViolations();
  try {
    return await play(stackSettings());
  } catch (error) {
    // the engine prints the message of a RunError, and the stack trace of anything else
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  }
}

function play(settings: Settings): Promise<object> {
  switch (settings.role) {
    case "publication":
      return publication(settings);
    case "amphora":
      return amphora(settings);
    case "testing":
      return testing(settings);
    case "runners":
      return runners(settings);
  }
}

function stackSettings(): Settings {
  return parseSettings(ownValues(withoutSecrets(pulumi.runtime.allConfig())), {
    folder: process.cwd(),
    file: `Pulumi.${pulumi.getStack()}.yaml`,
    backend: process.env["PULUMI_BACKEND_URL"],
  });
}

/** The SDK keeps the call stack of every registration in the state, which is rewritten at each step: half of it would be call stacks. */
function forgetCallStacks(): void {
  Error.prepareStackTrace = (error) => String(error);
}
