import { readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { parseImageName, setDirectory, setName } from "../../../images/model/image.ts";
import { staging, tree } from "../../../images/tree/layout.ts";
import {
  versionInputs,
  versionOutputs,
  type VersionInputs,
  type VersionOutputs,
} from "../../../images/tree/resources.ts";
import { mirrorTarget } from "../../../images/model/target.ts";
import { syncDirectory } from "../../../storage/files/atomic.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { makeFolder } from "../../../storage/files/folders.ts";
import { sha256OfText } from "../../../storage/files/hash.ts";
import { ensurePlaces, inStaging, inTree } from "../../../storage/tree/places.ts";
import { readSet, setText } from "../../../storage/tree/records.ts";
import { setFiles } from "../../../images/tree/files.ts";
import { changedKeys } from "../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../provider-sdk/kind.ts";
import { requireTombstone } from "../../../storage/tree/tombstone.ts";
import { isServed } from "./directory.ts";
import { setInTodaysKeys } from "../../../images/tree/former-keys.ts";
import { sumsOf } from "../../../images/tree/texts/set-texts.ts";
import { lookAtSet } from "./look.ts";
import { setOf } from "./members.ts";
import { publishSet } from "./publish.ts";
import { discard } from "./quarantine.ts";

/** A set in the tree: its directory, its checksums and its record. */
export const version: Kind<VersionInputs, VersionOutputs> = {
  description: "A set's directory in the tree, with its checksums and its record.",
  inputs: versionInputs,
  outputs: versionOutputs,
  id: (inputs) => setName(setOf(inputs)),
  inTodaysKeys: setInTodaysKeys,
  diff(olds, news) {
    const replaces = changedKeys(olds, news, ["suite", "channel", "version"]);
    const changes: string[] = [...replaces, ...changedKeys(olds, news, ["images", "cloudTargets", "contents"])];
    if (!isDigest(olds.digest)) changes.push("digest");
    return { changes, replaces };
  },
  look: lookAtSet,
  create: publish,
  read,
  update: (operation, _olds, news) => publish(operation, news),
  delete: remove,
};

const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

async function publish(operation: Operation, news: VersionInputs): Promise<VersionOutputs> {
  await ensurePlaces(operation.places);
  const text = await operation.locks.run(setDirectory(setOf(news)), () => publishSet(operation, news));
  return { ...news, digest: sha256OfText(text) };
}

/** The state, with the changes in place of the digest, so that a refresh leads to an update, which writes it again. */
async function read({ places }: Operation, olds: VersionOutputs): Promise<VersionOutputs | undefined> {
  const set = setOf(olds);
  const record = await readSet(places, set);
  if (record === undefined) return undefined;
  for (const [name, text] of Object.entries(sumsOf(record))) {
    const found = await ifPresent(readFile(inTree(places, `${tree.set(set)}/${name}`), "utf8"));
    if (found !== (isServed(record) ? text : undefined)) return { ...olds, digest: `changed: ${name}` };
  }
  const digest = sha256OfText(setText(record));
  return digest === olds.digest ? olds : { ...olds, digest: `changed: ${setFiles.record}` };
}

/** Takes the set's directory out of the tree by one rename; its images' own deletions remove the files after it. */
async function remove({ places, locks }: Operation, olds: VersionOutputs): Promise<void> {
  const set = setOf(olds);
  await locks.run(setDirectory(set), async () => {
    const record = await readSet(places, set);
    if (record === undefined) return;
    const directory = inTree(places, tree.set(set));
    const found = await ifPresent(imagesIn(directory));
    const names = [...record.images.map(({ name }) => name), ...(found ?? [])];
    for (const name of new Set(names)) await requireTombstone(places, set, { image: name, target: mirrorTarget.name });
    const leaving = inStaging(places, staging.leaving(set));
    await rm(leaving, { recursive: true, force: true });
    if (found !== undefined) {
      await makeFolder(places, dirname(leaving));
      await rename(directory, leaving);
      await syncDirectory(dirname(directory));
    }
    await discard(places, record);
    // no deletion of an image follows that would remove it
    if (names.length === 0) await rm(leaving, { recursive: true, force: true });
  });
}

/** The images of which a directory holds a file, whatever its record says of them. */
async function imagesIn(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).map((name) => name.slice(0, name.indexOf(".")));
  return names.filter((name) => parseImageName(name) !== undefined);
}
