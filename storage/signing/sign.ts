import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Signing } from "../../images/readers/signatures.ts";
import { CommandFailure, runCommand } from "../command.ts";
import { startFile } from "../programs/spawn.mjs";

/** What the command is asked for, and the first line of what it answers. */
const forms = {
  detached: "-----BEGIN PGP SIGNATURE-----",
  clearsigned: "-----BEGIN PGP SIGNED MESSAGE-----",
} as const;
const lastLine = "-----END PGP SIGNATURE-----";
type SignatureForm = keyof typeof forms;

const mostSeconds = 60;
/** In characters: the longest text that is signed has some megabytes. */
const longestAnswer = 64 * 2 ** 20;

/** The text was not signed. The message is for people. */
export class NotSigned extends Error {}

/**
 * Runs the configured command: the text on its standard input, the form and the days until the signature expires (0: never) as its
 * last arguments, the signature on its standard output. Throws NotSigned.
 *
 * @param seconds how long the command may take
 */
export async function sign(
  text: string,
  { form, days }: { form: SignatureForm; days: number },
  { command, keyring }: Pick<Signing, "command" | "keyring">,
  seconds = mostSeconds,
): Promise<string> {
  const signature = await answer([...command, form, String(days)], text, seconds);
  if (!signature.startsWith(forms[form]) || !signature.trimEnd().endsWith(lastLine))
    throw new NotSigned(
      `${command.join(" ")}: answered ${JSON.stringify(signature.slice(0, 40))}: expected ${forms[form]} to ${lastLine}`,
    );
  if (keyring !== null) await verify({ signature, text, form }, keyring);
  return signature;
}

function answer([program = "", ...args]: readonly string[], text: string, seconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = startFile(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let [output, errors] = ["", ""];
    let complaint: string | undefined;
    // a program that the command started may outlive it, with our pipes open
    const stop = (why: string): void => {
      complaint ??= why;
      child.kill("SIGKILL");
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
    };
    const limit = setTimeout(() => stop(`did not answer within ${seconds} seconds`), seconds * 1000);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      if (output.length > longestAnswer) stop(`answered with more than ${longestAnswer} characters`);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors = (errors + chunk).slice(-2000)));
    child.once("error", ({ message }) => (complaint ??= message));
    // ssh's shared connection stays, and keeps the standard error
    child.once("exit", (code) => {
      if (code !== 0) return;
      void finished(child.stdout)
        .catch(() => undefined)
        .then(() => child.stderr.destroy());
    });
    child.once("close", (code, killer) => {
      clearTimeout(limit);
      if (complaint === undefined && code === 0) resolve(output);
      else reject(new NotSigned(`${program}: ${complaint ?? `ended with ${endOf(code, killer)}: ${errors.trim()}`}`));
    });
    // a command that ends before it has read everything says why by its status
    child.stdin.on("error", () => undefined);
    child.stdin.end(text);
  });
}

const endOf = (code: number | null, killer: string | null): string => killer ?? `status ${code ?? ""}`;

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
