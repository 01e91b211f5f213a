import { lstat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { headerPage } from "../../../images/tree/texts/header-page.ts";
import { channelDirectory } from "../../../images/model/image.ts";
import { tree } from "../../../images/tree/layout.ts";
import type { IndexInputs, IndexOutputs } from "../../../images/tree/resources.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { privateMode } from "../../../storage/files/folders.ts";
import { sha256OfFile } from "../../../storage/files/hash.ts";
import { wrongModes, type WrongMode } from "../../../storage/files/modes.ts";
import { inTree, privateFolders, type Places } from "../../../storage/tree/places.ts";
import { isWritten, readRemoved, type ChannelIdentity } from "../../../storage/tree/records.ts";
import { setFiles } from "../../../images/tree/files.ts";
import { textFinding } from "../../../storage/tree/small-files.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { keyringFindings } from "./pages/keyring.ts";
import { readersFindings } from "./readers.ts";
import { resultFiles } from "./results.ts";

/** Compares the channel's own files with the last written ones, and checks their modes. */
export async function lookAtIndex(
  { places, signing, dailiesGoAfter }: Pick<Operation, "places" | "signing" | "dailiesGoAfter">,
  olds: IndexOutputs,
): Promise<readonly string[]> {
  const page = join(inTree(places, tree.channel(olds)), setFiles.page);
  const wrongPage = await textFinding(page, channelPage(olds, dailiesGoAfter));
  return [
    ...(await indexFindings(inTree(places, tree.index(olds)), olds)),
    ...(await memoryFindings(places, olds)),
    ...(wrongPage === undefined ? [] : [wrongPage]),
    ...(await wrongChannelModes(places, olds)).map(({ finding }) => finding),
    ...(await readersFindings(places, olds)),
    ...(await keyringFindings({ places, signing }, olds)),
    ...(await openFindings(places)),
  ];
}

export const channelPage = (
  { suite, channel }: Pick<IndexInputs, "suite" | "channel">,
  dailiesGoAfter: number,
): string => headerPage({ kind: "channel", suite, channel }, { dailiesGoAfter });

async function indexFindings(path: string, { digest }: IndexOutputs): Promise<string[]> {
  const status = await ifPresent(lstat(path));
  if (status === undefined) return ["index.json is missing"];
  if (!status.isFile()) return ["index.json is not a regular file"];
  return (await sha256OfFile(path)) === digest ? [] : ["index.json has other content than was written last"];
}

async function memoryFindings(places: Places, channel: ChannelIdentity): Promise<string[]> {
  const removed = await readRemoved(places, channel);
  if (removed !== undefined && (await isWritten(places, removed))) return [];
  return ["removed.json does not have what index.json repeats of it"];
}

/** Wrong modes of the channel's folders and own files. */
export async function wrongChannelModes(places: Places, channel: ChannelIdentity): Promise<WrongMode[]> {
  const directory = inTree(places, channelDirectory(channel));
  const names = [basename(tree.index(channel)), basename(tree.removed(channel)), setFiles.page, ...resultFiles];
  const folders = channel.channel === "daily" ? [dirname(directory), directory] : [directory];
  return wrongModes([...folders, ...names.map((name) => join(directory, name))]);
}

async function openFindings(places: Places): Promise<string[]> {
  const open = (await privateFolders(places)).filter(({ mode }) => mode !== privateMode);
  return open.map(({ path, mode }) => `${path} has mode ${mode.toString(8)} instead of ${privateMode.toString(8)}`);
}
