import { runFile } from "../setup/bootstrap/progress.mjs";
import { findProgram } from "../setup/search-path.ts";

/** In ms. It unpacks what it finds, archives within archives. */
const patience = 2 * 3_600_000;

/** Lets diffoscope explain how two folders differ, into a text; whether it did. It is a package of its own, which nobody has to have. */
export async function explainDifferences(published: string, rebuilt: string, report: string): Promise<boolean> {
  const program = findProgram("diffoscope");
  if (program === undefined) return false;
  const args = ["--exclude-directory-metadata", "yes", "--text", report, published, rebuilt];
  const { output } = await runFile(program, args, { timeout: patience });
  if (output.includes("Traceback")) throw new Error(`diffoscope failed, and said\n${output}`);
  return true;
}
