import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "./atomic.ts";
import { explained } from "./fault.ts";

const privateFile = 0o600;
const privateFolder = 0o700;

/** Makes a folder that nobody else may look into, unless it is there. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: privateFolder });
}

/** Replaces a file with data that is not public yet, and makes its folder if that is missing. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await explained(file, async () => {
    await makePrivateFolder(dirname(file));
    await replaceFile(file, text, { mode: privateFile });
  });
}
