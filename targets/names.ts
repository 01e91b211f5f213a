import type { Channel } from "../images/model/definitions/channels.ts";
import { suiteDefinition } from "../images/model/definitions/suites.ts";
import { isArch } from "../images/model/definitions/arches.ts";
import { suiteWithId, type Image } from "../images/model/image.ts";
import { azureVersion, parseVersion } from "../images/model/version.ts";

/** The names that clouds have for an image, as upstream gives them. They leave the vendor out: each cloud has its own. */

const channelPart = (channel: Channel): string => (channel === "daily" ? "-daily" : "");

/** The family in a cloud: `debian-13-arm64-daily`. */
export const cloudFamily = ({ suite, channel, arch }: Pick<Image, "suite" | "channel" | "arch">): string =>
  `debian-${suiteDefinition(suite).id}-${arch}${channelPart(channel)}`;

/** The image in a cloud: `debian-13-arm64-daily-20260717-2542`. */
export const cloudName = (image: Pick<Image, "suite" | "channel" | "arch" | "version">): string =>
  `${cloudFamily(image)}-${image.version}`;

const cloudNamePattern = /^debian-(.+?)-([a-z0-9]+)(-daily)?-(\d{8}-\d+)$/;

/** Reads a name that `cloudName` wrote; undefined for any other. */
export function parseCloudName(name: string): Pick<Image, "suite" | "channel" | "arch" | "version"> | undefined {
  const [, id = "", arch = "", daily, versionText = ""] = cloudNamePattern.exec(name) ?? [];
  const suite = suiteWithId(id);
  const version = parseVersion(versionText);
  if (suite === undefined || version === undefined || !isArch(arch)) return undefined;
  return { suite, channel: daily === undefined ? "release" : "daily", arch, version };
}

export function cloudDescription({ suite, channel, version }: Pick<Image, "suite" | "channel" | "version">): string {
  const { id } = suiteDefinition(suite);
  return channel === "daily" ? `Debian ${id} (daily build ${version})` : `Debian ${id} (${version})`;
}

export interface AzurePlan {
  offer: string;
  plan: string;
}

export interface AzureName extends AzurePlan {
  /** `0.YYYYMMDD.N` */
  version: string;
}

/** The family in Azure: a backports suite is a plan of its base suite's offer. */
export function azurePlan({ suite, channel }: Pick<Image, "suite" | "channel">): AzurePlan {
  const { id, baseId } = suiteDefinition(suite);
  return { offer: `debian-${baseId}${channelPart(channel)}`, plan: id };
}

/** The image in Azure. */
export const azureName = ({ suite, channel, version }: Pick<Image, "suite" | "channel" | "version">): AzureName => ({
  ...azurePlan({ suite, channel }),
  version: azureVersion(version),
});

/** Google's bound on the name of an image or a family (RFC 1035: a label). */
export const gcpNameLength = 63;

/** A family's name in Google's cloud, cut to its bound. */
export const gcpFamily = (family: string): string => cut(family, gcpNameLength);

/** An image's name in Google's cloud: the family gives way, the version stays whole. */
export const gcpName = (family: string, version: string): string =>
  `${cut(family, gcpNameLength - 1 - version.length)}-${version}`;

/** A label cannot end in a hyphen. */
const cut = (label: string, length: number): string => label.slice(0, length).replace(/-+$/, "");
