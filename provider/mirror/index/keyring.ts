import { readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { fingerprintsOf } from "../../../images/formats/openpgp-keyring.ts";
import { tree } from "../../../images/tree/layout.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { replaceFile } from "../../../storage/files/atomic.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { makeFolder } from "../../../storage/files/folders.ts";
import { inTree } from "../../../storage/tree/places.ts";
import type { ChannelIdentity } from "../../../storage/tree/records.ts";

/** Publishes the keys that sign a channel, as readers' gpgv takes them; answers their fingerprints. Empty where nothing is signed. */
export async function writeKeyring(
  { places, signing }: Pick<Operation, "places" | "signing">,
  channel: ChannelIdentity,
): Promise<string[]> {
  const file = inTree(places, tree.keyring(channel));
  // a keyring that is not there fails each signature, and says so
  const keyring = signing?.keyring == null ? undefined : await ifPresent(readFile(signing.keyring));
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
