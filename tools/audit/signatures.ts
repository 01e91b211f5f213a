import { readFile } from "node:fs/promises";
import { tree } from "../../images/tree/layout.ts";
import { isExpired, type Signatures, type Signed, type Signing } from "../../images/readers/signatures.ts";
import { mapBounded } from "../../storage/bounded.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { sha256OfText } from "../../storage/files/hash.ts";
import { NotSigned, verifiedText } from "../../storage/signing/sign.ts";
import { findSignatures } from "../../storage/signing/signatures.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import type { ChannelIdentity } from "../../storage/tree/records.ts";
import type { Finding } from "./finding.ts";

/** Checks every signature as a reader would: of a channel's lists, or of the lists of the whole tree. */
export async function auditSignatures(
  places: Places,
  of: ChannelIdentity | "the whole tree",
  { signing, now }: { signing: Pick<Signing, "keyring"> | null; now: Date },
): Promise<Finding[]> {
  if (signing === null) return [];
  const statement = of === "the whole tree" ? tree.treeSignatures : tree.signatures(of);
  const found = await findSignatures(places, statement);
  if (found === undefined) return [findingAt(statement, "is missing or damaged, so nobody knows what is signed")];
  return findingsOf(places, found, { keyring: signing.keyring, now });
}

interface By {
  keyring: string | null;
  now: Date;
}

async function findingsOf(places: Places, { signed, unsigned }: Signatures, by: By): Promise<Finding[]> {
  const faults = await mapBounded(signed, gpgvAtOnce, async (each) => {
    const fault = await faultOf(places, each, by);
    return fault === undefined ? [] : [findingAt(each.signature, fault)];
  });
  return [...unsigned.map(({ path, reason }) => findingAt(path, `has no signature: it ${reason}`)), ...faults.flat()];
}

const gpgvAtOnce = 4;

const findingAt = (where: string, finding: string): Finding => ({ kind: "signature", where, finding });

async function faultOf(places: Places, signed: Signed, { keyring, now }: By): Promise<string | undefined> {
  const signature = inTree(places, signed.signature);
  if ((await ifPresent(readFile(signature))) === undefined) return "is missing";
  if (isExpired(signed, now)) return `expired at ${signed.expires ?? ""}: run npm run sign`;
  const isDetached = !signed.signature.endsWith(".sjson");
  const text = isDetached ? await ifPresent(readFile(inTree(places, signed.path), "utf8")) : undefined;
  if (isDetached && (text === undefined || sha256OfText(text) !== signed.sha256))
    return `is of another text than ${signed.path} has now`;
  if (keyring === null) return undefined;
  try {
    const verified = await verifiedText(signature, isDetached ? inTree(places, signed.path) : null, keyring);
    const isSame = isDetached || sha256OfText(`${verified.trimEnd()}\n`) === signed.sha256;
    return isSame ? undefined : "is of another text than was signed last";
  } catch (error) {
    if (!(error instanceof NotSigned)) throw error;
    return `does not verify with ${keyring}: ${error.message}`;
  }
}
