import { readFile, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { fingerprintsOf } from "../../../../images/formats/openpgp-keyring.ts";
import { tree } from "../../../../images/tree/layout.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { replaceFile } from "../../../../storage/files/atomic.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { makeFolder } from "../../../../storage/files/folders.ts";
import { inTree } from "../../../../storage/tree/places.ts";
import type { ChannelIdentity } from "../../../../storage/tree/records.ts";

/** Undefined where there is none; a keyring that is not there fails each signature, and says so. */
const keyringOf = async (signing: Operation["signing"]): Promise<Buffer | undefined> =>
  signing?.keyring == null ? undefined : ifPresent(readFile(signing.keyring));

/** Whether the published keys are those of the configuration. */
export async function keyringFindings(
  { places, signing }: Pick<Operation, "places" | "signing">,
  channel: ChannelIdentity,
): Promise<string[]> {
  const wanted = await keyringOf(signing);
  const found = await ifPresent(readFile(inTree(places, tree.keyring(channel))));
  const isRight = wanted === undefined ? found === undefined : found?.equals(wanted) === true;
  return isRight ? [] : [`${basename(tree.keyring(channel))} has other keys than cloud-images:mirror.sign.keyring`];
}

/** Publishes the keys that sign a channel, as readers' gpgv takes them; answers their fingerprints. Empty where nothing is signed. */
export async function writeKeyring(
  { places, signing }: Pick<Operation, "places" | "signing">,
  channel: ChannelIdentity,
): Promise<string[]> {
  const file = inTree(places, tree.keyring(channel));
  const keyring = await keyringOf(signing);
  if (keyring === undefined) {
    await rm(file, { force: true });
    return [];
  }
  if ((await ifPresent(readFile(file)))?.equals(keyring) !== true) {
    await makeFolder(places, dirname(file));
    await replaceFile(file, keyring);
  }
  return fingerprintsOf(keyring);
}
