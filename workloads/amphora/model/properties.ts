import { suiteDefinition } from "../../../images/model/definitions/suites.ts";
import { arches } from "../../../images/model/definitions/arches.ts";
import { debianProperties } from "../../../targets/openstack/model/properties.ts";
import { amphoraParts, type AmphoraDescription } from "./description.ts";

/** Glance properties of an amphora image, in addition to `debianProperties.digest`, which is the sha512 of its file. */
export const amphoraProperties = {
  /** OpenStack's release. */
  release: "debian_amphora_release",
  /** The verdict before it was tagged: `passed`, or `untested: reason`. */
  verified: "debian_amphora_verified",
  /** ISO 8601, UTC: when it lost its tag; absent while it is wanted. */
  retired: "debian_amphora_retired",
} as const;

const versionProperty = (part: string): string => `debian_amphora_${part.replaceAll("-", "_")}`;

export function propertiesOf({ release, suite, arch, sha512, versions }: AmphoraDescription): Record<string, string> {
  const architecture = arches[arch].machine;
  return {
    architecture,
    // the name that Octavia looks for
    hw_architecture: architecture,
    os_type: "linux",
    os_distro: "debian",
    os_version: suiteDefinition(suite).baseId,
    [debianProperties.digest]: sha512,
    [amphoraProperties.release]: release,
    ...Object.fromEntries(amphoraParts.map((part) => [versionProperty(part), versions[part]])),
  };
}

/** By part, the version in the properties of an image in Glance. */
export const versionsIn = (properties: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    amphoraParts.flatMap((part): [string, string][] => {
      const version = properties[versionProperty(part)];
      return version === undefined ? [] : [[part, version]];
    }),
  );

/** Picks the properties that an image was uploaded with. */
export function uploadedProperties(properties: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(properties).filter(([key]) => known.has(key) || parts.has(key));
  return Object.fromEntries(own);
}

const known = new Set<string>([
  "architecture",
  "hw_architecture",
  "os_type",
  "os_distro",
  "os_version",
  debianProperties.digest,
  amphoraProperties.release,
]);
const parts = new Set(amphoraParts.map(versionProperty));
