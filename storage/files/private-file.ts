import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "./atomic.ts";
import { explained } from "./fault.ts";

const privateFile = 0o600;
const privateFolder = 0o700;

/** Replaces a file with data that is not public yet, and makes its folder if that is missing. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await explained(file, async () => {
    await mkdir(dirname(file), { recursive: true, mode: privateFolder });
    await replaceFile(file, text, { mode: privateFile });
  });
}
