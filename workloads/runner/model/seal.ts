import { constants, createHash, createPublicKey, publicEncrypt, type KeyObject } from "node:crypto";

/**
 * How a runner's token reaches its server: the server says a public key on its console, the token is encrypted to it, and
 * the sealed token is left in the server's metadata. workloads/runner/README.md has the reasons.
 */

/** A public key as the server says it on its console. */
export interface ServerKey {
  /** The first 16 hexadecimal digits of the sha256 of `spki`: a line that was torn on its way does not fit it. */
  fingerprint: string;
  /** The key's SubjectPublicKeyInfo, DER. */
  spki: Buffer;
}

/** What a line of the console begins with that tells a key. */
export const keyMark = "casulana-key";

const keyLine = new RegExp(String.raw`${keyMark} ([0-9a-f]{16}) ([A-Za-z0-9+/]{100,2000}={0,2})`, "g");

/** Nova's bound for one value of a server's metadata. */
const longestValue = 255;

/** The names of metadata that are ours; the key's fingerprint, and the parts of the sealed token in order. */
export const metadataNames = { key: "casulana-key", part: "casulana-token-" } as const;

/** The last whole key on a console: a server that was started again has a new one. */
export function lastKey(console: string): ServerKey | undefined {
  return [...console.matchAll(keyLine)]
    .map(([, fingerprint = "", base64 = ""]) => ({ fingerprint, spki: Buffer.from(base64, "base64") }))
    .findLast(({ fingerprint, spki }) => fingerprintOf(spki) === fingerprint);
}

/** As the server says it. */
export const keyLineOf = (spki: Buffer): string => `${keyMark} ${fingerprintOf(spki)} ${spki.toString("base64")}`;

/** The metadata that holds the token for nobody but the owner of the key. */
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

/** Throws a RangeError for a key that is not RSA, or too short to trust. */
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
