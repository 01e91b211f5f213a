import { createHash } from "node:crypto";
import { isBoot } from "./attempts.ts";
import { diskFormats, type DiskFormat } from "../model/definitions/vendors.ts";
import type { ImageRecord } from "./record.ts";

/** What came of making an image, for good: a failed one closes the gate of the set that requires it. */
export const outcomeOf = ({ attempts }: ImageRecord): "passed" | "failed" =>
  attempts.findLast((attempt) => !isBoot(attempt))?.outcome === "failed" ? "failed" : "passed";

/** The made files, without their place: the same in staging, in the tree and in quarantine. */
export function contentOf({ name, digest, packages, files, attempts }: ImageRecord): string {
  return createHash("sha256").update(JSON.stringify({ name, digest, packages, files, attempts })).digest("hex");
}

/** By format: the sha512 of each file that has the disk. */
export const diskDigests = ({
  name,
  files,
}: Pick<ImageRecord, "name" | "files">): Partial<Record<DiskFormat, string>> =>
  Object.fromEntries(
    diskFormats.flatMap((format) => {
      const file = files.find((each) => each.name === `${name}.${format}`);
      return file === undefined ? [] : [[format, file.sha512]];
    }),
  );
