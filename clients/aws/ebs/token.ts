import { createHash } from "node:crypto";

/** All that makes a snapshot what it is: AWS refuses a known token with other parameters. */
export interface SnapshotIdentity {
  /** The digest of what the disk holds. */
  content: string;
  account: string;
  region: string;
  gigabytes: number;
  description: string;
  tags: Readonly<Record<string, string>>;
}

/** Equal in every run for the same snapshot. */
export function identityDigest({ content, account, region, gigabytes, description, tags }: SnapshotIdentity): string {
  const sorted = Object.entries(tags).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([content, account, region, gigabytes, description, sorted]));
}

/** The token of an attempt: AWS answers a known one with the snapshot that it made for it, whatever became of that. */
export const clientToken = (identity: string, generation: number): string => sha256(`${identity} ${generation}`);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
