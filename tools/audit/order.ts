import type { FileRecord } from "../../images/tree/record.ts";
import type { Image } from "../../images/model/image.ts";
import type { Readings } from "../../storage/tree/readings.ts";

/** A recorded file of an image that the tree shows. */
export interface AuditedFile extends FileRecord {
  image: Image;
  /** Below the tree's root. */
  path: string;
}

/**
 * Chooses the files to read now: first suspects, then files that were never read, then the oldest readings; as many as fit into
 * the budget, but at least one, so that every file has its turn.
 */
export function filesToRead(
  files: readonly AuditedFile[],
  { read, suspects }: Readings,
  budget: number,
): AuditedFile[] {
  const rank = ({ name, path }: AuditedFile): string => (suspects.has(name) ? "" : (read.get(path) ?? "0"));
  const ranked = files.map((file) => ({ file, rank: rank(file) }));
  const ordered = ranked.toSorted((a, b) => compare(a.rank, b.rank) || compare(a.file.path, b.file.path));
  let left = budget;
  const chosen: AuditedFile[] = [];
  for (const { file } of ordered) {
    if (chosen.length > 0 && file.size > left) break;
    chosen.push(file);
    left -= file.size;
  }
  return chosen;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
