import path from "node:path";
import { pythonPackages } from "../peers/python-packages.ts";

/**
 * The folder of readers' Python packages. Null, loudly, where they cannot be had: then what needs them is skipped.
 *
 * @param list `requirements`: readers from PyPI; `scrapers`: what readers need that are public source
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
