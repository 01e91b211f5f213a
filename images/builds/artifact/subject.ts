import type { DiskMember } from "../../formats/archive.ts";
import type { BuildTexts } from "../text-digests.ts";
import type { Day } from "../../model/day.ts";
import type { VendorDefinition } from "../../model/definitions/vendors.ts";
import type { Image } from "../../model/image.ts";
import type { Build } from "../manifest.ts";

/** The parts of a build's files that are read before its disk is unpacked. */
export interface ArtifactProbe {
  /** Base path of its files, without an ending. */
  source: string;
  /** The last part of the source. */
  base: string;
  archive: ArchiveProbe;
  /** Text of the files beside it; null where there is none. */
  manifest: string;
  report: string | null;
  dpkgStatus: string | null;
  info: string | null;
}

/** Every text that is published as the build wrote it. */
export const probeTexts = (probe: ArtifactProbe): BuildTexts & { json: string } => ({
  json: probe.manifest,
  info: probe.info,
  "dpkg-status": probe.dpkgStatus,
  "junit.xml": probe.report,
});

export interface ArchiveProbe {
  /** Bytes of the .tar.xz, and of the tar in it. */
  compressed: number;
  uncompressed: number;
  member: DiskMember;
}

/** An official build of a known suite, for the checks. */
export interface Subject {
  probe: ArtifactProbe;
  build: Build;
  image: Image;
  /** The vendor's row, where it is not Debian's. */
  ownVendor: VendorDefinition | undefined;
  day: Day;
}
