import type { Channel } from "../model/definitions/channels.ts";
import type { Suite } from "../model/definitions/suites.ts";
import { channelDirectory, setDirectory, type Image } from "../model/image.ts";

/** Where things are, as paths relative to the tree's root or to the staging root. Both are on one file system. */

type SetIdentity = Pick<Image, "suite" | "channel" | "version">;
interface ChannelIdentity {
  suite: Suite;
  channel: Channel;
}

/** In the tree: what the world sees. */
export const tree = {
  channel: channelDirectory,
  set: setDirectory,
  setRecord: (set: SetIdentity): string => `${setDirectory(set)}/set.json`,
  checksums: (set: SetIdentity): string => `${setDirectory(set)}/SHA512SUMS`,
  signature: (set: SetIdentity): string => `${setDirectory(set)}/SHA512SUMS.sign`,
  latest: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/latest`,
  /** Hidden, because readers and mirrors do not need it. */
  owner: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/.owner.json`,
  removed: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/removed.json`,
  index: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/index.json`,
  /** What people were told of the channel. */
  announced: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/announced.json`,
  /** What came of building its images again. */
  rebuilt: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/rebuilt.json`,
  /** Which files of the channel are signed; and of those of the whole tree. */
  signatures: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/signatures.json`,
  treeSignatures: "signatures.json",
};

/** In staging: mode 0700, beside the tree. */
export const staging = {
  /** Its direct subfolders, which hold files that are not public. */
  roots: ["work", "sets", "quarantine", "leaving"],
  /** An image in the making; worth nothing once its maker is dead. */
  work: (imageName: string): string => `work/${imageName}`,
  workRoot: "work",
  /** The sets that are made and not shown. */
  sets: (channel: ChannelIdentity): string => `sets/${channelDirectory(channel)}`,
  /** The directory that becomes the set's in the tree, by one rename. */
  files: (set: SetIdentity): string => `sets/${setDirectory(set)}/files`,
  records: (set: SetIdentity): string => `sets/${setDirectory(set)}/records`,
  /** What was withdrawn or lost, until it goes. */
  quarantine: (set: SetIdentity): string => `quarantine/${setDirectory(set)}`,
  /** The record of a set without public images in the tree, kept until its last image is deleted. */
  quarantinedRecord: (set: SetIdentity): string => `quarantine/${setDirectory(set)}/set.json`,
  quarantines: (channel: ChannelIdentity): string => `quarantine/${channelDirectory(channel)}`,
  /** A set that left the tree, until its images' files are deleted. */
  leaving: (set: SetIdentity): string => `leaving/${setDirectory(set)}`,
  /** What a cloud acknowledged of a disk that is being sent there, so that the next run goes on. */
  uploads: (cloud: string): string => `uploads/${cloud}`,
  /** Copies of security data, with the validators that ask whether they are the newest. */
  security: "security",
  leavings: (channel: ChannelIdentity): string => `leaving/${channelDirectory(channel)}`,
  /** The time of the audit's last reading of each file of a channel, and the files with wrong bytes. */
  readings: (channel: ChannelIdentity): string => `audit/${channelDirectory(channel)}.json`,
  /** The digests of the files that readers' formats have of a channel, and of the whole tree. */
  readers: (channel: ChannelIdentity): string => `readers/${channelDirectory(channel)}.json`,
  treeReaders: "readers/tree.json",
  /** The same of the finder's pages: a folder for a channel. */
  finder: ({ suite, channel }: ChannelIdentity): string => `finder/${suite}-${channel}`,
  treeFinder: "finder/tree.json",
  /** A folder of locks: who is telling people. */
  announcing: (stack: string): string => `announcing-${encodeURIComponent(stack)}`,
  /** The build that a stack asked for last, for fixes that no daily has. */
  askedBuild: (stack: string): string => `asked-build-${encodeURIComponent(stack)}.json`,
  /** An upload to a cloud that is under way, for the run that continues it. */
  upload: (target: string, imageName: string): string => `uploads/${target}/${imageName}.json`,
  /** The approval that a stack's run has begun to carry out; there until it is done. */
  begun: (stack: string): string => `begun-${encodeURIComponent(stack)}.json`,
};
