import { findProgram } from "../../storage/programs/search.mjs";
import { runFile } from "../setup/bootstrap/progress.mjs";

/** Milliseconds. It unpacks archives within archives. */
const patience = 2 * 3_600_000;

/** Lets diffoscope explain in a text file how two folders differ. Returns false if it did not: it is not installed, which nobody has to do, or it failed, which costs no verdict. */
export async function explainDifferences(published: string, rebuilt: string, report: string): Promise<boolean> {
  const program = findProgram("diffoscope");
  if (program === undefined) return false;
  const args = ["--exclude-directory-metadata", "yes", "--text", report, published, rebuilt];
  const { code, output } = await runFile(program, args, { timeout: patience });
  // 1: the folders differ
  if (code === 0 || code === 1) return true;
  console.error(`diffoscope failed, and said\n${output.slice(-2000)}`);
  return false;
}
