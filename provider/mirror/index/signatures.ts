import { channelFormats, treeFormats } from "../../../images/readers/formats.ts";
import type { ReaderFile } from "../../../images/readers/format.ts";
import { publicChannel } from "../../../images/readers/public.ts";
import { signableOf, type Signable } from "../../../images/readers/signatures.ts";
import { tree } from "../../../images/tree/layout.ts";
import type { IndexRecord } from "../../../images/tree/record.ts";
import { signatureOf } from "../../../storage/files/atomic.ts";
import { instant } from "../../../storage/clock.ts";
import { AheadSigner } from "../../../storage/signing/sign-ahead.ts";
import { signFiles, type SignedAhead } from "../../../storage/signing/signatures.ts";
import type { ChannelIdentity } from "../../../storage/tree/records.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { filesOf, publicChannels } from "./readers.ts";

/**
 * Signs what a channel and the whole tree list. It comes after everything that a run withdraws, so that no withdrawal waits for a
 * signature; where the command fails, the run goes on, and warns.
 */
export async function signReaders(
  { places, locks, signing, warn }: Pick<Operation, "places" | "locks" | "signing" | "warn">,
  index: IndexRecord,
  ahead?: SignedAhead,
): Promise<readonly string[]> {
  if (signing === undefined) return [];
  const signer = { places, signing, now: instant(null) };
  const failures = new Set([
    ...(await signFiles(signer, tree.signatures(index), channelSignables(index), ahead)),
    ...(await locks.run("the readers' files of the tree", async () =>
      signFiles(signer, tree.treeSignatures, clearsigned(filesOf(treeFormats, await publicChannels(places))), ahead),
    )),
  ]);
  for (const failure of failures) warn(failure);
  return [...failures];
}

/** Signs the lists of a publication before they are written. A withdrawal's lists are written without. */
export const aheadSigner = ({ signing }: Pick<Operation, "signing">): AheadSigner =>
  new AheadSigner(signing && { signing, now: instant(null) });

/** The signature of a channel's index that is about to be written. */
export const signIndexAhead = (
  ahead: AheadSigner,
  channel: ChannelIdentity,
  text: string,
): Promise<string | undefined> => ahead.sign(detached(tree.index(channel), { expires: true }), text);

/** Lists first, then the newest checksums: where the command fails later on, only the oldest sets stay unsigned. */
function channelSignables(index: IndexRecord): Signable[] {
  const { suite, channel, sets } = index;
  return [
    detached(tree.index(index), { expires: true }),
    ...clearsigned(filesOf(channelFormats, publicChannel(index))),
    detached(`${tree.latest(index)}/SHA512SUMS`, { expires: false }),
    ...sets.map(({ version }) => detached(tree.checksums({ suite, channel, version }), { expires: false })),
  ];
}

const detached = (path: string, { expires }: { expires: boolean }): Signable => ({
  path,
  signature: signatureOf(path),
  expires,
});

const clearsigned = (files: readonly ReaderFile[]): Signable[] =>
  files.flatMap((file) => (file.clearsigned === undefined ? [] : [signableOf(file, file.clearsigned)]));
