import { lstatSync } from "node:fs";
import { z } from "zod";

export const stampSchema = z.tuple([z.number(), z.number()]);
/** A file's size and time in milliseconds. */
export type Stamp = z.output<typeof stampSchema>;

/** Undefined where there is no regular file. A look takes microseconds, a tenth of the asynchronous call. */
export function stampOf(file: string): Stamp | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false });
  return status?.isFile() === true ? [status.size, status.mtimeMs] : undefined;
}

export const isSameStamp = (a: Stamp | undefined, b: Stamp | undefined): boolean =>
  a?.[0] === b?.[0] && a?.[1] === b?.[1];
