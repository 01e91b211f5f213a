import { armor, createMessage, enums, generateKey, sign, type Config, type PrivateKey } from "openpgp";
import { endOfDay, type Day } from "../../../images/model/day.ts";

/** A key with which an archive of a test is signed. */
export interface ArchiveKey {
  /** The public key, as a keyring file has it. */
  keyring: Uint8Array;
  privateKey: PrivateKey;
  hash: "sha256" | "sha1";
}

const halfDay = 43_200_000;
const noon = (day: Day): Date => new Date(endOfDay(day).getTime() + 1 - halfDay);

interface KeyChoice {
  /** The first day on which it can sign. */
  from: Day;
  /** The number of days after which it expires; default: never. */
  lasts?: number;
  /** Whether it signs with SHA-1, as no key should. */
  weak?: boolean;
}

export async function archiveKey(name: string, { from, lasts, weak = false }: KeyChoice): Promise<ArchiveKey> {
  const { privateKey } = await generateKey({
    userIDs: [{ name }],
    // an elliptic curve asks for a hash of its own strength
    ...(weak ? { type: "rsa", rsaBits: 2048 } : { type: "ecc", curve: "ed25519Legacy" }),
    date: new Date(noon(from).getTime() - halfDay),
    format: "object",
    ...(lasts !== undefined && { keyExpirationTime: lasts * 86_400 }),
    config: hashing(weak ? "sha1" : "sha256"),
  });
  return { keyring: privateKey.toPublic().write(), privateKey, hash: weak ? "sha1" : "sha256" };
}

/** Settings for a hash. The library's salt is left out: it has none for a weak hash. */
const hashing = (hash: ArchiveKey["hash"]): Partial<Config> => ({
  preferredHashAlgorithm: enums.hash[hash],
  rejectMessageHashAlgorithms: new Set(),
  nonDeterministicSignaturesViaNotation: false,
});

export interface Signing {
  key: ArchiveKey;
  /** The day of the signature; its time is noon. */
  day: Day;
  /** The text that is signed, where it is another than the one in the file. */
  of?: string;
}

/** Signs a text by several keys, in the form of InRelease. */
export async function clearsigned(text: string, signings: readonly Signing[]): Promise<string> {
  const signatures = await Promise.all(signings.map(({ key, day, of = text }) => signature(of, key, day)));
  return [
    "-----BEGIN PGP SIGNED MESSAGE-----",
    "Hash: SHA1, SHA256, SHA512",
    "",
    text.replace(/\n$/, "").replace(/^-/gm, "- -"),
    armor(enums.armor.signature, Buffer.concat(signatures)),
  ].join("\n");
}

/** Signs a text. The line break before the signature is not part of it. */
async function signature(text: string, { privateKey, hash }: ArchiveKey, day: Day): Promise<Uint8Array> {
  const signed: unknown = await sign({
    message: await createMessage({ text: text.replace(/\n$/, "") }),
    signingKeys: privateKey,
    detached: true,
    format: "binary",
    date: noon(day),
    config: hashing(hash),
  });
  if (!(signed instanceof Uint8Array)) throw new TypeError("no binary signature");
  return signed;
}
