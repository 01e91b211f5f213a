import { isArch, type Arch } from "./definitions/arches.ts";
import type { Channel } from "./definitions/channels.ts";
import { isSuite, suiteDefinition, suites, type Suite } from "./definitions/suites.ts";
import { isVendor, type Vendor } from "./definitions/vendors.ts";
import { parseVersion, type Version } from "./version.ts";

/** One image: the unit that is tested, shown and removed. */
export interface Image {
  suite: Suite;
  channel: Channel;
  vendor: Vendor;
  arch: Arch;
  version: Version;
}

/** An image's place inside its set, and in patterns of the configuration: `genericcloud/arm64`. */
export type Member = `${Vendor}/${Arch}`;

export const memberOf = ({ vendor, arch }: Pick<Image, "vendor" | "arch">): Member => `${vendor}/${arch}`;

export function parseMember(text: string): { vendor: Vendor; arch: Arch } | undefined {
  const [vendor = "", arch = "", ...rest] = text.split("/");
  return rest.length === 0 && isVendor(vendor) && isArch(arch) ? { vendor, arch } : undefined;
}

export const isMember = (text: string): text is Member => parseMember(text) !== undefined;

const channelPart = (channel: Channel): string => (channel === "daily" ? "-daily" : "");

/** The image's name: the base of its files in the tree, and the name of its resources. */
export const imageName = ({ suite, channel, vendor, arch, version }: Image): string =>
  `debian-${suiteDefinition(suite).id}-${vendor}-${arch}${channelPart(channel)}-${version}`;

/** The family's name: the image's without its version, as `latest/` has it. */
export const familyName = ({ suite, channel, vendor, arch }: Omit<Image, "version">): string =>
  `debian-${suiteDefinition(suite).id}-${vendor}-${arch}${channelPart(channel)}`;

/** The set's name, which begins the names of the set's own resources. */
export const setName = ({ suite, channel, version }: Pick<Image, "suite" | "channel" | "version">): string =>
  `debian-${suiteDefinition(suite).id}${channelPart(channel)}-${version}`;

const namePattern = /^debian-(.+?)-([a-z0-9]+)-([a-z0-9]+)(-daily)?-(\d{8}-\d+)$/;

/** Reads a name that `imageName` wrote; undefined for any other. */
export function parseImageName(name: string): Image | undefined {
  const [, id = "", vendor = "", arch = "", daily, versionText = ""] = namePattern.exec(name) ?? [];
  const suite = suiteWithId(id);
  const version = parseVersion(versionText);
  if (suite === undefined || version === undefined || !isVendor(vendor) || !isArch(arch)) return undefined;
  return { suite, channel: daily === undefined ? "release" : "daily", vendor, arch, version };
}

const setPattern = /^debian-(.+?)(-daily)?-(\d{8}-\d+)$/;

/** Reads a name that `setName` wrote; undefined for any other. */
export function parseSetName(name: string): Pick<Image, "suite" | "channel" | "version"> | undefined {
  const [, id = "", daily, versionText = ""] = setPattern.exec(name) ?? [];
  const suite = suiteWithId(id);
  const version = parseVersion(versionText);
  if (suite === undefined || version === undefined) return undefined;
  return { suite, channel: daily === undefined ? "release" : "daily", version };
}

export function suiteWithId(id: string): Suite | undefined {
  return Object.keys(suites)
    .filter(isSuite)
    .find((suite) => suites[suite].id === id);
}

/** The channel's directory, relative to the tree's root: `trixie/daily` or `trixie`. */
export const channelDirectory = ({ suite, channel }: Pick<Image, "suite" | "channel">): string =>
  channel === "daily" ? `${suite}/daily` : suite;

/** The set's directory, relative to the tree's root: `trixie/daily/20260717-2542`. */
export const setDirectory = (set: Pick<Image, "suite" | "channel" | "version">): string =>
  `${channelDirectory(set)}/${set.version}`;
