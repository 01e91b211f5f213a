import { readFile } from "node:fs/promises";
import { UserError } from "../../images/model/errors.ts";

/** Reads an archive's armored public key. Throws a UserError if it has another fingerprint. */
export async function readSigningKey(file: string, fingerprint: string): Promise<string> {
  const armored = await readFile(file, "utf8").catch(() => {
    throw wrong(file, "", "the archive's public key, armored");
  });
  // loaded late: only this role needs it
  const { readKey } = await import("openpgp");
  const key = await readKey({ armoredKey: armored }).catch(() => {
    throw wrong(file, "", "one OpenPGP public key, armored");
  });
  if (key.isPrivate()) throw wrong(file, "a private key", "a public key");
  const found = key.getFingerprint().toUpperCase();
  if (found !== fingerprint) throw wrong(file, found, `the key ${fingerprint}`);
  return key.armor();
}

const wrong = (where: string, value: string, expected: string): UserError =>
  new UserError({
    where,
    value,
    expected,
    remedy: "fetch it from the archive's owner, compare its fingerprint with archive.fingerprint, and keep it there",
  });
