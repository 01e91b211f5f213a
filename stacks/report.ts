import * as pulumi from "@pulumi/pulumi";
import { describeProblem, type Problem } from "../images/model/errors.ts";
import { printable } from "../images/model/text/printable.ts";

/**
 * Logs what was refused. As warnings, because the engine stops a run at an error, and the other images are to be published.
 * `npm run up` turns refusals into its exit code.
 */
export async function report(refusals: readonly Problem[], warnings: readonly string[]): Promise<void> {
  for (const refusal of refusals) await pulumi.log.warn(`refused: ${describeProblem(refusal)}`);
  for (const warning of warnings) await pulumi.log.warn(printable(warning));
}
