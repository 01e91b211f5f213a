import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Signing } from "../../images/readers/signatures.ts";
import { CommandFailure, runCommand } from "../command.ts";
import { startFile } from "../programs/spawn.mjs";

/** What the command is asked for, and the first line of what it answers. */
const forms = {
  detached: "-----BEGIN PGP SIGNATURE-----",
  clearsigned: "-----BEGIN PGP SIGNED MESSAGE-----",
} as const;
export type SignatureForm = keyof typeof forms;

const mostSeconds = 60;
/** In characters: the longest text that is signed has some megabytes. */
const longestAnswer = 64 * 2 ** 20;

/** The text was not signed. The message is for people. */
export class NotSigned extends Error {}

/**
 * Runs the configured command: the text on its standard input, the form and the days until the signature expires (0: never) as its
 * last arguments, the signature on its standard output. Throws NotSigned.
 */
export async function sign(
  text: string,
  { form, days }: { form: SignatureForm; days: number },
  { command, keyring }: Pick<Signing, "command" | "keyring">,
): Promise<string> {
  const signature = await answer(command, [form, String(days)], text);
  if (!signature.startsWith(forms[form]))
    throw new NotSigned(
      `${command.join(" ")}: answered ${JSON.stringify(signature.slice(0, 40))}: expected ${forms[form]}`,
    );
  if (keyring !== null) await verify({ signature, text, form }, keyring);
  return signature;
}

function answer([program = "", ...args]: readonly string[], more: readonly string[], text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void => reject(new NotSigned(`${program}: ${why}`));
    const child = startFile(program, [...args, ...more], {
      stdio: ["pipe", "pipe", "pipe"],
      timeout: mostSeconds * 1000,
      killSignal: "SIGKILL",
    });
    let [output, errors, isLong] = ["", "", false];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      isLong = output.length > longestAnswer;
      if (isLong) child.kill("SIGKILL");
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors = (errors + chunk).slice(-2000)));
    child.once("error", (error) => refuse(error.message));
    child.once("close", (code, killer) => {
      if (isLong) refuse(`answered with more than ${longestAnswer} characters`);
      else if (code === 0) resolve(output);
      else if (killer !== null) refuse(`did not answer within ${mostSeconds} seconds`);
      else refuse(`ended with status ${code ?? ""}: ${errors.trim()}`);
    });
    // a command that ends before it has read everything says why by its status
    child.stdin.on("error", () => undefined);
    child.stdin.end(text);
  });
}

interface Claimed {
  signature: string;
  text: string;
  form: SignatureForm;
}

/** Throws NotSigned unless a key of the keyring made the signature, and a clearsigned text is the one that was given. */
async function verify({ signature, text, form }: Claimed, keyring: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cloud-images-signature-"));
  const [data, file] = [join(folder, "data"), join(folder, "signature")];
  try {
    await writeFile(data, text);
    await writeFile(file, signature);
    const signedText = await verifiedText(file, form === "detached" ? data : null, keyring);
    // a clearsigned text loses the spaces at the ends of its lines, and ours has none
    if (form === "clearsigned" && signedText.trimEnd() !== text.trimEnd())
      throw new NotSigned("the signature is of another text");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What a clearsigned file says; of a detached signature, whose text is in the file `of`, nothing. Throws NotSigned unless a key of the
 * keyring made the signature, and it has not expired.
 */
export const verifiedText = (signature: string, of: string | null, keyring: string): Promise<string> =>
  gpgv(["--keyring", keyring, ...(of === null ? ["--output", "-", signature] : [signature, of])]);

async function gpgv(args: readonly string[]): Promise<string> {
  let output = "";
  try {
    await runCommand("gpgv", args, {
      signal: AbortSignal.timeout(mostSeconds * 1000),
      take: async (stream) => {
        for await (const text of stream.setEncoding("utf8")) output += String(text);
      },
    });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new NotSigned(`gpgv refused the signature: ${error.output}`);
  }
  return output;
}
