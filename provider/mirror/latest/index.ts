import { lstat, readlink, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../../images/model/errors.ts";
import { tree } from "../../../images/tree/layout.ts";
import { latestInputs, latestOutputs, type LatestInputs, type LatestOutputs } from "../../../images/tree/resources.ts";
import { compareVersions } from "../../../images/model/version.ts";
import { replaceLink, sweepTemporaries, syncDirectory } from "../../../storage/files/atomic.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { makeFolder } from "../../../storage/files/folders.ts";
import { correctModes, pathsOf, wrongModes } from "../../../storage/files/modes.ts";
import { ensurePlaces, inTree } from "../../../storage/tree/places.ts";
import { listChannel } from "../../../storage/tree/listing.ts";
import { changedKeys } from "../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../provider-sdk/kind.ts";
import { presign } from "../presign.ts";
import { unlist, type Leaving } from "../unlist.ts";
import { knownVersion } from "../version/members.ts";
import { directoryWith, isSame, latestDirectories, readContent } from "./directory.ts";
import { familiesBehind, wantedContent } from "./links.ts";
import { lookAtPointer } from "./look.ts";

/** The names that stay: `latest/`, a link to a directory of links, moved by one rename. */
export const latest: Kind<LatestInputs, LatestOutputs> = {
  description: "The `latest` names of a channel.",
  inputs: latestInputs,
  outputs: latestOutputs,
  id: (channel) => tree.latest(channel),
  diff(olds, news) {
    const replaces = changedKeys(olds, news, ["suite", "channel"]);
    const changes: string[] = [...replaces, ...changedKeys(olds, news, ["families"])];
    if (olds.link.startsWith(changedMark)) changes.push("link");
    if (olds.behind.length > 0) changes.push("behind");
    if (news.unlist !== undefined) changes.push("unlist");
    return { changes, replaces };
  },
  look: lookAtPointer,
  create: point,
  read,
  update: (operation, _olds, news) => point(operation, news),
  delete: remove,
};

const changedMark = "changed: ";

/** The pointer first, then the lists, so that readers are never sent to an image that is about to be removed. */
async function point(operation: Operation, { unlist: leaving = [], ...news }: LatestInputs): Promise<LatestOutputs> {
  await ensurePlaces(operation.places);
  const outputs = await movePointer(operation, news, leaving);
  await unlist(operation, news, leaving);
  return outputs;
}

function movePointer(operation: Operation, news: LatestInputs, leaving: Leaving): Promise<LatestOutputs> {
  const { places, locks } = operation;
  return locks.run(tree.latest(news), async () => {
    const path = inTree(places, tree.latest(news));
    const channel = dirname(path);
    await refuseDirectory(path);
    await makeFolder(places, channel);
    await sweepTemporaries(channel);
    const behind = await familiesBehind(places, news);
    const content = await wantedContent(operation, news, leaving);
    if (content === undefined) return { ...news, link: "", behind };
    // a withdrawal does not wait for a signature
    const complete = (directory: string) => (leaving.length > 0 ? Promise.resolve() : presign(operation, directory));
    const link = await directoryWith(places, channel, newest(news), content, complete);
    if ((await ifPresent(readlink(path))) !== link) await replaceLink(path, link);
    await correctModes(await wrongModes(await pathsOf(join(channel, link), () => true)));
    for (const name of await latestDirectories(channel))
      if (name !== link) await rm(join(channel, name), { recursive: true, force: true });
    await syncDirectory(channel);
    return { ...news, link, behind };
  });
}

function newest({ families }: LatestInputs): string {
  return Object.values(families).map(knownVersion).toSorted(compareVersions).at(-1) ?? "none";
}

async function refuseDirectory(path: string): Promise<void> {
  const found = await ifPresent(lstat(path));
  if (found === undefined || found.isSymbolicLink()) return;
  throw new UserError({
    where: path,
    value: "",
    expected: "a symbolic link, or nothing",
    remedy: "move it away: the name is the channel's pointer",
  });
}

/** The state, with the findings in place of the link, so that a refresh leads to an update, which points it again. */
async function read(operation: Operation, olds: LatestOutputs): Promise<LatestOutputs | undefined> {
  const path = inTree(operation.places, tree.latest(olds));
  await refuseDirectory(path);
  const link = await ifPresent(readlink(path));
  if (link === undefined) return olds.link === "" ? olds : undefined;
  const content = await wantedContent(operation, olds);
  const found = await readContent(join(dirname(path), link));
  const isRight = link === olds.link && content !== undefined && isSame(found, content);
  return isRight ? olds : { ...olds, link: `${changedMark}${link}` };
}

/** Only where no image is left to point to: users follow these names. */
async function remove({ places, locks }: Operation, olds: LatestOutputs): Promise<void> {
  const path = inTree(places, tree.latest(olds));
  await locks.run(tree.latest(olds), async () => {
    const { published } = await listChannel(places, olds);
    if (published.length > 0)
      throw new UserError({
        where: path,
        value: "",
        expected: "no set in the channel before its pointer is deleted",
        remedy: "let the plan remove the sets first",
      });
    await rm(path, { force: true });
    for (const name of await latestDirectories(dirname(path)))
      await rm(join(dirname(path), name), { recursive: true, force: true });
  });
}
