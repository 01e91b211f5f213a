import { z } from "zod";
import { arches, isArch } from "../../../images/model/definitions/arches.ts";
import { dated, readDated } from "../../../images/model/definitions/dated.ts";
import { UserError } from "../../../images/model/errors.ts";
import type { Image } from "../../../images/model/image.ts";
import features from "./features.json" with { type: "json" };

/** An image's properties in Compute Engine: how it is started, and which of Debian's images it is. */

/** Labels of ours. A label's value has at most 63 characters: lower-case letters, digits, `_` and `-`. */
export const debianLabels = {
  /** The beginning of the sha512 of the uncompressed tar: the image's identity, by which it is found again. */
  digest: "debian-digest",
  suite: "debian-suite",
  channel: "debian-channel",
  vendor: "debian-vendor",
  version: "debian-version",
  /** The version that took its place. */
  replacement: "debian-replacement",
} as const;

const longestValue = 63;

/** 252 of the digest's bits. */
export const digestLabel = (digest: string): string => digest.slice(0, longestValue);

export const identityLabels = ({ suite, channel, vendor, version }: Image, digest: string): Record<string, string> => ({
  [debianLabels.digest]: digestLabel(digest),
  [debianLabels.suite]: suite,
  [debianLabels.channel]: channel,
  [debianLabels.vendor]: vendor,
  [debianLabels.version]: version,
});

const featuresByArch = readDated(
  dated({ arches: z.record(z.string(), z.array(z.string())) }),
  features,
  "targets/gcp/model/features.json",
).arches;

/** The arches of Google's machines: images of other arches do not go there. */
export const archesThere = Object.keys(featuresByArch).filter(isArch);

interface Machine {
  /** Google's name of the arch; without it an image starts on x86 only. */
  architecture: string;
  guestOsFeatures: string[];
}

/** Throws a UserError for an arch that Google has no machines of. */
export function machineOf({ arch }: Pick<Image, "arch">): Machine {
  const architecture = arches[arch].gcp;
  const guestOsFeatures = featuresByArch[arch];
  if (architecture !== undefined && guestOsFeatures !== undefined) return { architecture, guestOsFeatures };
  throw new UserError({
    where: "the arch of an image for Google Cloud",
    value: arch,
    expected: Object.keys(featuresByArch).join(" or "),
    remedy: "take its vendor out of the target's vendors; nothing was uploaded",
  });
}
