import { isTemporary } from "./atomic.ts";

/** The files of a set's directory that belong to the set, not to one of its images. */
export const setFiles = { record: "set.json", checksums: "SHA512SUMS", page: "HEADER.html" } as const;

const names: readonly string[] = Object.values(setFiles);

/** Whether a directory that holds only such files holds no image. */
export const isSetFile = (name: string): boolean => names.includes(name) || isTemporary(name);
