import path from "node:path";
import { cache } from "../../../tools/setup/bootstrap/folders.mjs";
import { makeOnce } from "../../../tools/setup/bootstrap/once.mjs";
import { lastLines, run, withProgress } from "../../../tools/setup/bootstrap/progress.mjs";

/** The version of azurite, Microsoft's emulator of storage accounts. It is no dependency of the project: it has 270 MB, and one ring needs it. */
const version = "3.37.0";

/** Milliseconds that the installation may take; most of it is for the download. */
const patience = 15 * 60_000;

/** The path of azurite's main module. It is installed once for all checkouts. */
export async function azuriteMain(): Promise<string> {
  const folder = path.join(cache, `azurite-${version}`);
  await makeOnce(folder, (staging) =>
    withProgress("installing azurite, once, for a minute or two", async () => {
      const args = [
        "install",
        `azurite@${version}`,
        "--prefix",
        staging,
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
      ];
      const { ok, output } = await run("npm", args, { timeout: patience });
      if (!ok) throw new Error(`npm ${args.slice(0, 2).join(" ")} failed, and said\n${lastLines(output)}`);
    }),
  );
  return path.join(folder, "node_modules/azurite/dist/src/blob/main.js");
}
