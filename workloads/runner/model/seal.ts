import { constants, createHash, createPublicKey, publicEncrypt, type KeyObject } from "node:crypto";

/**
 * How a secret reaches a server: the server prints a public key on its console, the secret is encrypted to it ("sealed") and put into
 * the server's metadata. workloads/runner/README.md has the reasons.
 */

/** A public key that the server printed on its console. */
export interface ServerKey {
  /** The first 16 hexadecimal digits of the sha256 of `spki`: it exposes a damaged line. */
  fingerprint: string;
  /** The key's SubjectPublicKeyInfo, DER. */
  spki: Buffer;
}

/** The beginning of the console's line with a key. */
export const keyMark = "casulana-key";

const keyLine = new RegExp(String.raw`${keyMark} ([0-9a-f]{16}) ([A-Za-z0-9+/]{100,2000}={0,2})`, "g");

/** Nova's limit for a value of a server's metadata. */
const longestValue = 255;

/** Our names in the metadata: for the key's fingerprint, and for the parts of the sealed secret, which are numbered. */
export const metadataNames = { key: "casulana-key", part: "casulana-token-" } as const;

/** The last undamaged key on a console: a server that started again has a new one. */
export function lastKey(console: string): ServerKey | undefined {
  return [...console.matchAll(keyLine)]
    .map(([, fingerprint = "", base64 = ""]) => ({ fingerprint, spki: Buffer.from(base64, "base64") }))
    .findLast(({ fingerprint, spki }) => fingerprintOf(spki) === fingerprint);
}

/** The line that the server prints. */
export const keyLineOf = (spki: Buffer): string => `${keyMark} ${fingerprintOf(spki)} ${spki.toString("base64")}`;

/** The metadata with the token, which only the owner of the key can read. */
export function seal(token: string, key: ServerKey): Record<string, string> {
  const sealed = publicEncrypt(
    { key: publicKey(key), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    Buffer.from(token),
  ).toString("base64");
  const parts = sealed.match(new RegExp(`.{1,${longestValue}}`, "g")) ?? [];
  return {
    [metadataNames.key]: key.fingerprint,
    ...Object.fromEntries(parts.map((part, index) => [`${metadataNames.part}${index}`, part])),
  };
}

export const isSealName = (name: string): boolean => name === metadataNames.key || name.startsWith(metadataNames.part);

const leastBits = 3072;

/** Throws a RangeError for a key that is not RSA, or too short. */
function publicKey({ spki }: ServerKey): KeyObject {
  const key = createPublicKey({ key: spki, format: "der", type: "spki" });
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa" || bits < leastBits)
    throw new RangeError(
      `the server's key is ${key.asymmetricKeyType ?? "unknown"} of ${bits} bits: expected RSA of ${leastBits}`,
    );
  return key;
}

const fingerprintOf = (spki: Buffer): string => createHash("sha256").update(spki).digest("hex").slice(0, 16);
