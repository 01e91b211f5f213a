import * as pulumi from "@pulumi/pulumi";
import { describeProblem, type Problem } from "../images/model/errors.ts";
import { printable } from "../images/model/text/printable.ts";

/**
 * Tells people what was refused. As warnings: the engine stops a run at an error, and the images that were not refused go on;
 * `npm run up` turns them into its exit code.
 */
export async function report(refusals: readonly Problem[], warnings: readonly string[]): Promise<void> {
  for (const refusal of refusals) await pulumi.log.warn(`refused: ${describeProblem(refusal)}`);
  for (const warning of warnings) await pulumi.log.warn(printable(warning));
}
