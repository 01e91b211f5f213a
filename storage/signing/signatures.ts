import { readFile, rm, stat } from "node:fs/promises";
import {
  expiryOf,
  isDue,
  isExpired,
  signaturesSchema,
  signaturesText,
  waitsForSignature,
  type Signable,
  type Signatures,
  type Signed,
  type Signing,
} from "../../images/readers/signatures.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { replaceFile } from "../files/atomic.ts";
import { ifPresent } from "../files/fault.ts";
import { sha256OfText } from "../files/hash.ts";
import { inTree, type Places } from "../tree/places.ts";
import { NotSigned, sign } from "./sign.ts";

interface Signer {
  places: Places;
  signing: Signing;
  now: Date;
}

/** What was signed ahead of its writing, and why the rest was not. */
export interface SignedAhead {
  signed: readonly Signed[];
  failures: readonly string[];
}

/**
 * Signs what has changed since it was signed, and what is due again. A file that cannot be signed loses a signature that is not its
 * own, and `signatures.json` says so. Gives one message for people per failure; after the first, the command is not run again.
 *
 * @param statement the path of `signatures.json`
 */
export async function signFiles(
  signer: Signer,
  statement: string,
  files: readonly Signable[],
  ahead: SignedAhead = { signed: [], failures: [] },
): Promise<string[]> {
  const { places } = signer;
  const before = await readSignatures(places, statement);
  const known = new Map([...before.signed, ...ahead.signed].map((each) => [each.path, each]));
  const after: Signatures = { kind: "Signatures", signed: [], unsigned: [] };
  const failures = [...ahead.failures];
  const replaced: string[] = [];
  for (const file of files) {
    const text = file.clearsigned?.text ?? (await contentOf(places, file));
    if (text === undefined) continue;
    const old = await intact(places, file, text, known.get(file.path));
    const made = (await hasNames(places, file)) ? await signedAnew(signer, { file, text, old }, failures) : undefined;
    if (made === undefined) await removeSignature(places, file);
    if (made === "replaced")
      replaced.push(notSigned(file, new NotSigned("it changed while it was signed; the next run signs it")));
    if (made !== undefined && made !== "replaced") after.signed.push(made);
    else after.unsigned.push({ path: file.path, reason: waitsForSignature });
  }
  const wanted = new Set(files.map(({ signature }) => signature));
  for (const { signature } of before.signed)
    if (!wanted.has(signature)) await rm(inTree(places, signature), { force: true });
  const written = signaturesText(after);
  if ((await ifPresent(readFile(inTree(places, statement), "utf8"))) !== written)
    await replaceFile(inTree(places, statement), written);
  return [...failures, ...replaced];
}

/** Whether each signed file that it names is there: one of another channel may wait for its signature. */
export async function hasNames(places: Places, { clearsigned }: Signable): Promise<boolean> {
  for (const name of clearsigned?.names ?? [])
    if ((await ifPresent(stat(inTree(places, name)))) === undefined) return false;
  return true;
}

async function removeSignature(places: Places, { signature, clearsigned }: Signable): Promise<void> {
  for (const path of [clearsigned?.namedBy ?? [], signature].flat()) await rm(inTree(places, path), { force: true });
}

/** The signature that is there, if it is of this text. */
async function intact(
  places: Places,
  file: Signable,
  text: string,
  known: Signed | undefined,
): Promise<Signed | undefined> {
  if (known === undefined || known.signature !== file.signature || known.sha256 !== sha256OfText(text))
    return undefined;
  const found = await ifPresent(readFile(inTree(places, file.signature), "utf8"));
  return found?.startsWith("-----BEGIN PGP ") === true ? known : undefined;
}

const contentOf = (places: Places, { path }: Signable): Promise<string | undefined> =>
  ifPresent(readFile(inTree(places, path), "utf8"));

/** "replaced": the file, by another run meanwhile. That run removed the old signature, or has put its own there. */
async function signedAnew(
  { places, signing, now }: Signer,
  { file, text, old }: { file: Signable; text: string; old: Signed | undefined },
  failures: string[],
): Promise<Signed | "replaced" | undefined> {
  if (old !== undefined && !isDue(old, now, signing.every)) return old;
  try {
    if (failures.length > 0) throw new NotSigned();
    const { signature, signed } = await signatureFor(file, text, { signing, now });
    if ((await contentOf(places, file)) !== (file.clearsigned?.madeOf ?? text)) return "replaced";
    await replaceFile(inTree(places, file.signature), signature);
    return signed;
  } catch (error) {
    if (!(error instanceof NotSigned)) throw error;
    if (failures.length === 0) failures.push(notSigned(file, error));
    // one that is due and still valid is better than none
    if (old !== undefined && !isExpired(old, now)) return old;
    return undefined;
  }
}

/** Throws NotSigned. */
export async function signatureFor(
  file: Signable,
  text: string,
  { signing, now }: Pick<Signer, "signing" | "now">,
): Promise<{ signature: string; signed: Signed }> {
  const days = file.expires ? signing.expires : 0;
  const form = file.clearsigned === undefined ? "detached" : "clearsigned";
  const signature = await sign(text, { form, days }, signing);
  const expires = days === 0 ? null : expiryOf(now, days);
  const { path } = file;
  const signed = { path, signature: file.signature, sha256: sha256OfText(text), signed: now.toISOString(), expires };
  return { signature, signed };
}

export const notSigned = ({ path }: Signable, error: NotSigned): string => `${path} is not signed: ${error.message}`;

const none: Signatures = { kind: "Signatures", signed: [], unsigned: [] };

/** Nothing where it is missing or damaged: everything is signed again then. */
const readSignatures = async (places: Places, statement: string): Promise<Signatures> =>
  (await findSignatures(places, statement)) ?? none;

/** What is said to be signed; undefined where the file is missing or damaged. */
export async function findSignatures(places: Places, statement: string): Promise<Signatures | undefined> {
  const text = await ifPresent(readFile(inTree(places, statement), "utf8"));
  return signaturesSchema.safeParse(jsonOrUndefined(text ?? "")).data;
}
