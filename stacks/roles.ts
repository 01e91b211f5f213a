import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../images/errors.ts";
import { ownValues, parseConfig } from "./config.ts";
import { publication } from "./publication.ts";

/** Does what the stack is for. What it returns are the stack's outputs. */
export async function run(): Promise<object> {
  forgetCallStacks();
  try {
    return await publication(stackSettings());
  } catch (error) {
    // the engine prints the message of a RunError, and the stack trace of anything else
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  }
}

function stackSettings() {
  return parseConfig(ownValues(pulumi.runtime.allConfig()), {
    folder: process.cwd(),
    file: `Pulumi.${pulumi.getStack()}.yaml`,
    backend: process.env["PULUMI_BACKEND_URL"],
  });
}

/** The SDK keeps the call stack of every registration in the state, which is rewritten at each step: half of it would be call stacks. */
function forgetCallStacks(): void {
  Error.prepareStackTrace = (error) => String(error);
}
