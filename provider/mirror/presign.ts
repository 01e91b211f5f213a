import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setFiles } from "../../images/tree/files.ts";
import { replaceFile } from "../../storage/files/atomic.ts";
import { NotSigned, sign } from "../../storage/signing/sign.ts";
import type { Operation } from "../../provider-sdk/kind.ts";

/**
 * Signs the checksums in a directory that nobody sees yet, so that it appears with its signature. Without one it appears all the same:
 * the Index's step signs what is not signed, and says why it cannot.
 */
export async function presign({ signing }: Pick<Operation, "signing">, directory: string): Promise<void> {
  if (signing === undefined) return;
  const text = await readFile(join(directory, setFiles.checksums), "utf8");
  try {
    const signature = await sign(text, { form: "detached", days: 0 }, signing);
    await replaceFile(join(directory, setFiles.signature), signature);
  } catch (error) {
    if (!(error instanceof NotSigned)) throw error;
  }
}
