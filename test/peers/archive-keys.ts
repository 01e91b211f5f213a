import { createCleartextMessage, enums, generateKey, sign, type PrivateKey } from "openpgp";
import { endOfDay, type Day } from "../../images/day.ts";

/** A key that an archive of a test is signed with. */
export interface ArchiveKey {
  /** What a keyring file holds of it. */
  keyring: Uint8Array;
  /** Clearsigns, as InRelease is: in the middle of that day. */
  sign: (text: string, day: Day) => Promise<string>;
}

const halfDay = 43_200_000;
const noon = (day: Day): Date => new Date(endOfDay(day).getTime() + 1 - halfDay);

interface KeyChoice {
  /** The first day on which it signs. */
  from: Day;
  /** Days after which it has expired. */
  lasts?: number;
  hash?: "sha256" | "sha1";
}

export async function archiveKey(name: string, { from, lasts, hash = "sha256" }: KeyChoice): Promise<ArchiveKey> {
  const { privateKey } = await generateKey({
    userIDs: [{ name }],
    type: "ecc",
    curve: "ed25519Legacy",
    date: new Date(noon(from).getTime() - halfDay),
    format: "object",
    ...(lasts !== undefined && { keyExpirationTime: lasts * 86_400 }),
  });
  return {
    keyring: privateKey.toPublic().write(),
    sign: (text, day) => clearsigned(text, [privateKey], { date: noon(day), hash }),
  };
}

async function clearsigned(
  text: string,
  signingKeys: PrivateKey[],
  { date, hash }: { date: Date; hash: "sha256" | "sha1" },
): Promise<string> {
  const config = { preferredHashAlgorithm: enums.hash[hash], rejectMessageHashAlgorithms: new Set<enums.hash>() };
  return sign({ message: await createCleartextMessage({ text }), signingKeys, date, config });
}
