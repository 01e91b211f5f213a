import type { Channel } from "../images/model/definitions/channels.ts";
import { suiteDefinition } from "../images/model/definitions/suites.ts";
import { isArch } from "../images/model/definitions/arches.ts";
import { suiteWithId, type Image } from "../images/model/image.ts";
import { parseVersion } from "../images/model/version.ts";

/** The names of an image in clouds, as upstream gives them. They leave the vendor out: each cloud has its own. */

export const channelPart = (channel: Channel): string => (channel === "daily" ? "-daily" : "");

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
