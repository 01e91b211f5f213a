import { armor, createMessage, enums, generateKey, sign, type Config, type PrivateKey } from "openpgp";
import { endOfDay, type Day } from "../../images/model/day.ts";

/** A key that an archive of a test is signed with. */
export interface ArchiveKey {
  /** What a keyring file holds of it. */
  keyring: Uint8Array;
  privateKey: PrivateKey;
  hash: "sha256" | "sha1";
}

const halfDay = 43_200_000;
const noon = (day: Day): Date => new Date(endOfDay(day).getTime() + 1 - halfDay);

interface KeyChoice {
  /** The first day on which it signs. */
  from: Day;
  /** Days after which it has expired. */
  lasts?: number;
  /** Signs with SHA-1, as nobody should. */
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

/** A salt, which the library adds, there is for no weak hash. */
const hashing = (hash: ArchiveKey["hash"]): Partial<Config> => ({
  preferredHashAlgorithm: enums.hash[hash],
  rejectMessageHashAlgorithms: new Set(),
  nonDeterministicSignaturesViaNotation: false,
});

export interface Signing {
  key: ArchiveKey;
  /** In the middle of it. */
  day: Day;
  /** What was really signed, where that is something else. */
  of?: string;
}

/** Clearsigns as InRelease is, by several keys. */
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

/** The line break before the signature is not signed. */
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
