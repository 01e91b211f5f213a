import path from "node:path";
import { pythonPackages } from "../peers/python-packages.ts";

/**
 * The folder of readers' Python packages; null, with a warning, where they cannot be had. Then what needs them is skipped.
 *
 * @param list `requirements`: readers from PyPI; `scrapers`: what readers in public source need
 */
export async function readersPackages(list: "requirements" | "scrapers"): Promise<string | null> {
  try {
    const file = path.join(import.meta.dirname, "python", `${list}.txt`);
    return path.join(await pythonPackages(`readers-from-${list}`, file), "packages");
  } catch (error) {
    console.warn(`readers are not tested: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
