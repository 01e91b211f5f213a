import type { CloudForReaders } from "./clouds.ts";
import type { Keeping } from "./words.ts";

/** What pages need to know, beside the records. */
export interface FinderSettings {
  keeping: Keeping;
  /** The address of the tree's root; null: it is not known, so commands fetch nothing. */
  url: string | null;
  /** Whether checksums are signed. */
  signed: boolean;
  /** The fingerprints of the keys in the channel's `debian-cloud.gpg`; empty where there is none. */
  keys: readonly string[];
  clouds: readonly CloudForReaders[];
}
