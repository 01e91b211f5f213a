import { createHash } from "node:crypto";
import { isBoot } from "./attempts.ts";
import { diskFormats, type DiskFormat } from "../model/definitions/vendors.ts";
import type { ImageRecord } from "./record.ts";

/** The result of making an image. A failure closes the gate of a set that requires the image. */
export const outcomeOf = ({ attempts }: ImageRecord): "passed" | "failed" =>
  attempts.findLast((attempt) => !isBoot(attempt))?.outcome === "failed" ? "failed" : "passed";

/** Whether an outcome is final. Any other names a problem, and the next run tries again. */
export const isSettled = (outcome: string): boolean => outcome === "passed" || outcome === "failed";

/** A digest of an image's content: the same in staging, in the tree and in quarantine. */
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
