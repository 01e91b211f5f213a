import { readFile } from "node:fs/promises";
import type { PublicKey, VerifyMessageResult } from "openpgp";
import { endOfDay, formatDay, type Day } from "../../../../images/model/day.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { explained, ifPresent } from "../../../../storage/files/fault.ts";

/** Loaded late: a seventh of the program's code, and only releases need it. */
const openpgp = () => import("openpgp");

/** The public keys that files may be signed with. */
export type Keyring = readonly PublicKey[];

/** For the message about a keyring that cannot be read. */
export interface KeyringUse {
  /** Whose keys they are. */
  of: string;
  remedy: string;
}

/** Reads a keyring as the package debian-archive-keyring ships it, binary or armored. Throws a UserError. */
export async function readKeyring(path: string, { of, remedy }: KeyringUse): Promise<Keyring> {
  const notAKeyring = (value: string): UserError =>
    new UserError({ where: path, value, expected: `an OpenPGP keyring of ${of}`, remedy });
  const bytes = await explained(path, () => ifPresent(readFile(path)));
  if (bytes === undefined) throw notAKeyring("");
  const { readKeys } = await openpgp();
  const text = bytes.toString("latin1");
  // several armored keys are one block, or a block each
  const blocks = text.match(/-----BEGIN PGP PUBLIC KEY BLOCK-----[^]*?-----END PGP PUBLIC KEY BLOCK-----/g) ?? [];
  try {
    const keys =
      blocks.length === 0
        ? await readKeys({ binaryKeys: new Uint8Array(bytes) })
        : (await Promise.all(blocks.map((armoredKeys) => readKeys({ armoredKeys })))).flat();
    return keys.map((key) => key.toPublic());
  } catch (error) {
    throw notAKeyring(error instanceof Error ? error.message : String(error));
  }
}

interface Signed {
  keyring: Keyring;
  /** Keys must be valid on this day, and signatures not made after it. */
  day: Day;
  /** The file, for people. */
  where: string;
  /** For the message about a refused file. */
  remedy: string;
}

/**
 * The signed text of a clearsigned file. One good signature by a key of the keyring is enough, because Debian's archive signs with
 * the keys of several releases. Expired and weak signatures do not count. A wrong signature by a known key refuses the file. Throws a
 * UserError.
 */
export async function signedText(text: string, { keyring, day, where, remedy }: Signed): Promise<string> {
  const refuse = (value: string) =>
    new UserError({
      where,
      value,
      expected: "a file that is signed by a key of the keyring, and nothing else in it",
      remedy,
    });
  if (!isOneSignedMessage(text)) throw refuse("not one signed message");
  const { readCleartextMessage, verify } = await openpgp();
  const date = endOfDay(day);
  const message = await readCleartextMessage({ cleartextMessage: text }).catch((error: unknown) => {
    throw refuse(error instanceof Error ? error.message : String(error));
  });
  const { signatures } = await verify({ message, verificationKeys: [...keyring], date });
  const verdicts = await Promise.all(signatures.map((signature) => judge(signature, keyring, date)));
  const bad = verdicts.find(({ is }) => is === "bad");
  if (bad !== undefined) throw refuse(bad.reason);
  if (!verdicts.some(({ is }) => is === "good"))
    throw refuse(verdicts.map(({ reason }) => reason).join("; ") || `no signature on ${formatDay(day)}`);
  return message.getText();
}

/** The library ignores text around the signed part; here it is an error. */
function isOneSignedMessage(text: string): boolean {
  const lines = text.trimEnd().split(/\r?\n/);
  const marks = lines.filter((line) => line.startsWith("-----"));
  const headers = lines.slice(1, lines.indexOf(""));
  return (
    marks.join() === "-----BEGIN PGP SIGNED MESSAGE-----,-----BEGIN PGP SIGNATURE-----,-----END PGP SIGNATURE-----" &&
    lines[0] === marks[0] &&
    lines.at(-1) === marks[2] &&
    headers.every((header) => /^Hash: [A-Z0-9, -]+$/.test(header))
  );
}

type Checked = VerifyMessageResult["signatures"][number];

interface Verdict {
  is: "good" | "worthless" | "bad";
  reason: string;
}

async function judge(result: Checked, keyring: Keyring, date: Date): Promise<Verdict> {
  const id = result.keyID.toHex().toUpperCase();
  const key = keyring.find((each) => each.getKeys(result.keyID).length > 0);
  if (key === undefined) return { is: "worthless", reason: `the keyring has no key ${id}` };
  const unusable = await failure(key.getSigningKey(result.keyID, date));
  if (unusable !== null) return { is: "worthless", reason: `key ${id}: ${unusable}` };
  const { config } = await openpgp();
  const { packets } = await result.signature;
  if (
    packets.some(({ hashAlgorithm }) => hashAlgorithm === null || config.rejectMessageHashAlgorithms.has(hashAlgorithm))
  )
    return { is: "worthless", reason: `key ${id}: signed with a weak hash` };
  const wrong = await failure(result.verified);
  return wrong === null ? { is: "good", reason: id } : { is: "bad", reason: `key ${id}: ${wrong}` };
}

async function failure(check: Promise<unknown>): Promise<string | null> {
  try {
    await check;
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
