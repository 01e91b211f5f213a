/** The stack output `images`, for other programs that start servers: docs/stack-outputs.md. */

/** A disk image in the tree. */
export interface PublishedFile {
  /** Relative to the tree's root where the stack's file has no `mirror.url`. */
  url: string;
  sha512: string;
}

/** The newest public image of a family. */
export interface CurrentImage {
  name: string;
  version: string;
  /** sha512 of the image's uncompressed tar. */
  digest: string;
  /** The user to log in as; null where the cloud creates one, or none is known. */
  login: string | null;
  /** By format: `qcow2`, `raw`, `tar.xz`. */
  mirror: Record<string, PublishedFile>;
  /** By cloud target: the id to start a server from. */
  ids: Record<string, string>;
}

/** By channel, as `trixie/daily`, and family, as `genericcloud/amd64`. */
export type PublishedImages = Record<string, { current: Record<string, CurrentImage> }>;
