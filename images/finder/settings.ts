import type { CloudForReaders } from "./clouds.ts";
import type { Keeping } from "./words.ts";

/** What pages say besides the records. */
export interface FinderSettings {
  keeping: Keeping;
  /** Where readers find the tree's root; null: nowhere yet, so commands name files only. */
  url: string | null;
  /** Whether checksums are signed. */
  signed: boolean;
  clouds: readonly CloudForReaders[];
}
