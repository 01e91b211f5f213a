import type { PublicChannel } from "./public.ts";

export interface ReaderFile {
  /** Relative to the tree's root. */
  path: string;
  text: string;
  /** The clearsigned form of the file, for formats that have one. */
  clearsigned?: Clearsigned;
}

export interface Clearsigned {
  path: string;
  text: string;
  /** A clearsigned file that names this one: it goes first, and comes last. */
  namedBy?: string;
  /** Clearsigned files that this one names. */
  names?: readonly string[];
}

/** Where the clearsigned form of a JSON file stands: `x.sjson` beside `x.json`. */
export const signedPath = (path: string): string => path.replace(/\.json$/, ".sjson");

/** A format of one channel: its files say what is public there. */
export interface ChannelFormat {
  name: string;
  write: (channel: PublicChannel) => ReaderFile[];
}

/** A format of the whole tree. Every publication writes it again, from all channels of the tree. */
export interface TreeFormat {
  name: string;
  write: (channels: readonly PublicChannel[]) => ReaderFile[];
}
