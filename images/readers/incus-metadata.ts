import { arches } from "../model/definitions/arches.ts";
import { suiteDefinition } from "../model/definitions/suites.ts";
import { definitionOf, type Described } from "../model/definitions/vendors.ts";
import type { Image } from "../model/image.ts";
import { versionDay } from "../model/version.ts";
import { storedXz } from "../formats/xz-stored.ts";
import { tarOf } from "../formats/tar-file.ts";

/** Whether LXD and Incus can start the image: they need a qcow2. */
export const hasIncusMetadata = (image: Described): boolean =>
  definitionOf(image).formats.some((format) => format === "qcow2");

/**
 * The metadata that LXD and Incus read beside a qcow2: a .tar.xz with a metadata.yaml. An image's fingerprint is the sha256 of this
 * file followed by the qcow2, and must be unique. So the metadata of a daily differs from that of the release with the same qcow2.
 */
export function incusMetadata({ suite, channel, vendor, arch, version }: Image): Buffer {
  const { id } = suiteDefinition(suite);
  const seconds = versionDay(version) * 86_400;
  const metadata = {
    architecture: arches[arch].machine,
    creation_date: seconds,
    properties: {
      architecture: arch,
      description: `Debian ${id} (${suite}) ${vendor} ${arch} (${version})`,
      label: channel,
      os: "debian",
      release: suite,
      serial: version,
      variant: vendor,
    },
  };
  // JSON is YAML too
  const content = Buffer.from(`${JSON.stringify(metadata, null, 2)}\n`);
  return storedXz(tarOf({ name: "metadata.yaml", content, seconds }));
}
