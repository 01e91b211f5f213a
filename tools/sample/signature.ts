import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PrivateKey } from "openpgp";
import { parseBuildFile, signedSumsFile } from "../../images/tree/files.ts";
import { sha512 } from "./archive.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { WrongUse } from "../setup/errors.ts";

/** Signs sample builds as CI signs real ones, for cloud-images:builds.signedBy. */

const openpgp = () => import("openpgp");

/** The file of the public key beside that of the private one. */
export const publicKeyFile = (keyFile: string): string => `${keyFile}.public`;

/** The private key in a file. If the file is missing, makes the key and writes the public key beside it. */
export async function readOrMakeKey(file: string): Promise<PrivateKey> {
  const { generateKey, readPrivateKey } = await openpgp();
  const armoredKey = await ifPresent(readFile(file, "utf8"));
  if (armoredKey !== undefined) {
    const key = await readPrivateKey({ armoredKey }).catch(() => undefined);
    if (key?.isDecrypted() === true) return key;
    throw new WrongUse(
      `--sign ${file}: expected an armored OpenPGP private key without a passphrase; name another file, or a new one to make a key`,
    );
  }
  const { privateKey } = await generateKey({ userIDs: [{ name: "CI of sample builds" }], format: "object" });
  await writeFile(publicKeyFile(file), privateKey.toPublic().armor());
  await writeFile(file, privateKey.armor(), { mode: 0o600, flag: "wx" });
  return privateKey;
}

/** @param base the base path of the build's files */
export async function signBuild(base: string, signingKeys: PrivateKey): Promise<void> {
  const { createCleartextMessage, sign } = await openpgp();
  const [folder, name] = [path.dirname(base), path.basename(base)];
  const files = (await readdir(folder)).filter((file) => parseBuildFile(file)?.base === name).toSorted();
  const lines = await Promise.all(files.map(async (file) => `${await sha512(path.join(folder, file))}  ${file}`));
  const message = await createCleartextMessage({ text: lines.join("\n") });
  await writeFile(signedSumsFile(base), await sign({ message, signingKeys }));
}
