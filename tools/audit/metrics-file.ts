import path from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { replaceFile } from "../../storage/files/atomic.ts";
import { explained, hasCode } from "../../storage/files/fault.ts";

/** Writes the metrics for the textfile collector, which must not see half a file. Throws a UserError if that is impossible. */
export async function writeMetrics(file: string, text: string): Promise<void> {
  const whole = path.resolve(file);
  try {
    await explained(whole, () => replaceFile(whole, text));
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    throw new UserError({
      where: `--metrics ${file}`,
      value: `no folder ${path.dirname(whole)}`,
      expected: "a folder that the textfile collector of the node exporter reads",
      remedy: "install prometheus-node-exporter, or name its folder; the audit itself is done, and said above",
    });
  }
}
