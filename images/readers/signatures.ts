import { z } from "zod";
import type { Clearsigned, ReaderFile } from "./format.ts";

/** How the tree's lists are signed; the mirror's key `sign`. */
export const signingSchema = z.object({
  command: z.array(z.string()).min(1),
  /** Days until a signature that expires is made again. */
  every: z.number().int().nonnegative(),
  /** Days until it expires. */
  expires: z.number().int().positive(),
  /** A file of binary OpenPGP keys; null: signatures are not verified. */
  keyring: z.string().nullable(),
});
export type Signing = z.output<typeof signingSchema>;

/** A file of the tree that is signed, and where its signature is. Paths are relative to the tree's root. */
export interface Signable {
  path: string;
  signature: string;
  /** For a clearsigned file: the signed text, and the content of the file at `path` that it is made from. */
  clearsigned?: Pick<Clearsigned, "text" | "namedBy" | "names"> & { madeOf: string };
  /** Lists of what is newest expire; checksums of a set stay true for years. */
  expires: boolean;
}

/** A file of a format that is signed as a whole. */
export const signableOf = ({ path, text: madeOf }: ReaderFile, clearsigned: Clearsigned): Signable => ({
  path,
  signature: clearsigned.path,
  clearsigned: { ...clearsigned, madeOf },
  expires: true,
});

const signedSchema = z.object({
  path: z.string(),
  signature: z.string(),
  /** The digest of the signed text. */
  sha256: z.string(),
  signed: z.iso.datetime(),
  /** Null: never. */
  expires: z.iso.datetime().nullable(),
});
export type Signed = z.output<typeof signedSchema>;

/** `signatures.json`: the signed files with the ends of their signatures, and the files that wait for one. */
export const signaturesSchema = z.object({
  kind: z.literal("Signatures"),
  signed: z.array(signedSchema),
  unsigned: z.array(z.object({ path: z.string(), reason: z.string() })),
});
export type Signatures = z.output<typeof signaturesSchema>;

export const signaturesText = (signatures: Signatures): string => `${JSON.stringify(signatures, null, 2)}\n`;

/** This reason is public, so it says nothing about the machine. The command's own message is a warning of the run. */
export const waitsForSignature = "changed, and waits for a signature";

const dayMilliseconds = 86_400_000;

/** A signature of a future day is due as well: a wrong clock left it, and nobody knows its real day. */
export const isDue = ({ signed, expires }: Signed, now: Date, every: number): boolean =>
  expires !== null && Math.abs(now.getTime() - Date.parse(signed)) >= every * dayMilliseconds;

export const isExpired = ({ expires }: Signed, now: Date): boolean =>
  expires !== null && Date.parse(expires) <= now.getTime();

export const expiryOf = (now: Date, days: number): string =>
  new Date(now.getTime() + days * dayMilliseconds).toISOString();
