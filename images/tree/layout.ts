import type { Channel } from "../model/definitions/channels.ts";
import type { Suite } from "../model/definitions/suites.ts";
import { channelDirectory, setDirectory, type Image } from "../model/image.ts";

/** Paths relative to the tree's root, or to the staging root. Both roots are on one file system. */

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
  /** The announcements about the channel. */
  announced: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/announced.json`,
  /** The results of building its images again. */
  rebuilt: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/rebuilt.json`,
  /** What is live of it in marketplaces of clouds. */
  marketplace: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/marketplace.json`,
  /** The signed files of the channel. */
  signatures: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/signatures.json`,
  /** The keys that sign the channel. */
  keyring: (channel: ChannelIdentity): string => `${channelDirectory(channel)}/debian-cloud.gpg`,
  /** The signed files that belong to no single channel. */
  treeSignatures: "signatures.json",
};

/** In staging: mode 0700, beside the tree. */
export const staging = {
  /** Its direct subfolders, which hold files that are not public. */
  roots: ["work", "sets", "quarantine", "leaving"],
  /** The files of an image that is being made; useless once its process is dead. */
  work: (imageName: string): string => `work/${imageName}`,
  workRoot: "work",
  /** Sets that are made, and not shown yet. */
  sets: (channel: ChannelIdentity): string => `sets/${channelDirectory(channel)}`,
  setsRoot: "sets",
  /** The directory that becomes the set's in the tree, by one rename. */
  files: (set: SetIdentity): string => `sets/${setDirectory(set)}/files`,
  /** The files of images that wait, for the moment in which the rest of their set is shown. */
  aside: (set: SetIdentity): string => `sets/${setDirectory(set)}/files.aside`,
  records: (set: SetIdentity): string => `sets/${setDirectory(set)}/records`,
  /** Withdrawn and lost images, until they are deleted. */
  quarantine: (set: SetIdentity): string => `quarantine/${setDirectory(set)}`,
  /** The record of a set without public images in the tree, kept until its last image is deleted. */
  quarantinedRecord: (set: SetIdentity): string => `quarantine/${setDirectory(set)}/set.json`,
  quarantines: (channel: ChannelIdentity): string => `quarantine/${channelDirectory(channel)}`,
  /** A set that left the tree, until its images' files are deleted. */
  leaving: (set: SetIdentity): string => `leaving/${setDirectory(set)}`,
  /** The parts of uploads that a cloud has acknowledged, so that the next run can continue. */
  uploads: (cloud: string): string => `uploads/${cloud}`,
  /** Copies of security data, with the validators (ETag, Last-Modified) of their requests. */
  security: "security",
  leavings: (channel: ChannelIdentity): string => `leaving/${channelDirectory(channel)}`,
  /** The time of the audit's last reading of each file of a channel, and the files with wrong bytes. */
  readings: (channel: ChannelIdentity): string => `audit/${channelDirectory(channel)}.json`,
  /** The digests of the files in readers' formats: of a channel, and of the whole tree. */
  readers: (channel: ChannelIdentity): string => `readers/${channelDirectory(channel)}.json`,
  treeReaders: "readers/tree.json",
  /** The same of the finder's pages: a folder for a channel. */
  finder: ({ suite, channel }: ChannelIdentity): string => `finder/${suite}-${channel}`,
  summaries: ({ suite, channel }: ChannelIdentity): string => `finder/${suite}-${channel}/summaries.json`,
  treeFinder: "finder/tree.json",
  /** The folder of the locks of a channel's announcements. */
  announcing: (channel: ChannelIdentity): string => `announcing/${channelDirectory(channel)}`,
  /** The last build that a stack asked for, because of fixes that no daily has. */
  askedBuild: (stack: string): string => `asked-build-${encodeURIComponent(stack)}.json`,
  isAskedBuild: (name: string): boolean => /^asked-build-.*\.json$/.test(name),
  /** The folder of the locks of asking for a build. */
  askingForBuild: "asking-for-build",
  /** An upload to a cloud that is under way, for the run that continues it. */
  upload: (target: string, imageName: string): string => `uploads/${target}/${imageName}.json`,
  /** The approval that a stack's run is carrying out; removed when the run is done. */
  begun: (stack: string): string => `begun-${encodeURIComponent(stack)}.json`,
};
