import { channelFormats, treeFormats } from "../../../images/readers/formats.ts";
import type { ReaderFile } from "../../../images/readers/format.ts";
import { publicChannel } from "../../../images/readers/public.ts";
import type { Signable } from "../../../images/readers/signatures.ts";
import { tree } from "../../../images/tree/layout.ts";
import type { IndexRecord } from "../../../images/tree/record.ts";
import { signatureOf } from "../../../storage/files/atomic.ts";
import { instant } from "../../../storage/clock.ts";
import { signFiles } from "../../../storage/signing/signatures.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { filesOf, publicChannels } from "./readers.ts";

/**
 * Signs what a channel and the whole tree list. It comes after everything that a run withdraws, so that no withdrawal waits for a
 * signature; where the command fails, the run goes on, and warns.
 */
export async function signReaders(
  { places, locks, signing, warn }: Pick<Operation, "places" | "locks" | "signing" | "warn">,
  index: IndexRecord,
): Promise<readonly string[]> {
  if (signing === undefined) return [];
  const signer = { places, signing, now: instant(null) };
  const failures = [
    ...(await signFiles(signer, tree.signatures(index), channelSignables(index))),
    ...(await locks.run("the readers' files of the tree", async () =>
      signFiles(signer, tree.treeSignatures, clearsigned(filesOf(treeFormats, await publicChannels(places)))),
    )),
  ];
  for (const failure of failures) warn(failure);
  return failures;
}

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
  files.flatMap(({ path, text: madeOf, clearsigned }) =>
    clearsigned === undefined
      ? []
      : [{ path, signature: clearsigned.path, clearsigned: { ...clearsigned, madeOf }, expires: true }],
  );
