/** The kinds of findings. */
export const findingKinds = [
  "bytes",
  "list",
  "pointer",
  "mode",
  "resource",
  "state",
  "policy",
  "server",
  "signature",
] as const;

export interface Finding {
  kind: (typeof findingKinds)[number];
  /** A path below the tree, a resource, or a URL. */
  where: string;
  finding: string;
}

/** A source that did not answer; `required` if the publication depends on it. */
export interface Unasked {
  where: string;
  reason: string;
  required: boolean;
}

/** The result of one stack's audit. */
export interface AuditResult {
  findings: readonly Finding[];
  unasked: readonly Unasked[];
  files: FileTotals;
}

export interface FileTotals {
  /** The number of recorded public files. */
  total: number;
  /** The number of files that this audit read. */
  read: number;
  bytes: number;
  /** The age of the oldest reading in whole seconds; null while a file was never read. */
  oldest: number | null;
  /** The number of files that were never read. */
  unread: number;
}

export const exitCodeOf = ({ findings, unasked }: AuditResult): 0 | 1 | 3 => {
  if (findings.length > 0 || unasked.some(({ required }) => required)) return 1;
  return unasked.length > 0 ? 3 : 0;
};
