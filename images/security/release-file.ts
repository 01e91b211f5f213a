export interface ReleaseFile {
  /** `stable`, `oldstable-security`: moves with time. */
  suite: string;
  codename: string;
  date: Date;
  /** Null where the archive sets no end: `bookworm` itself changes only with a point release. */
  validUntil: Date | null;
  /** By path below the file's folder: `main/binary-amd64/Packages.xz`. */
  files: Map<string, ListedFile>;
}

export interface ListedFile {
  /** In bytes. */
  size: number;
  /** In hexadecimal digits. */
  sha256: string;
}

export function parseRelease(text: string, where: string): ReleaseFile {
  throw new Error(`not read yet: ${where}, ${text.length} characters`);
}
