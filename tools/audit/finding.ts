/** What can be otherwise than was promised. */
export const findingKinds = ["bytes", "list", "pointer", "mode", "resource", "state", "policy", "server"] as const;

export interface Finding {
  kind: (typeof findingKinds)[number];
  /** A path below the tree, a resource, an address. */
  where: string;
  finding: string;
}

/** What could not be asked; `required` where the publication rests on it. */
export interface Unasked {
  where: string;
  reason: string;
  required: boolean;
}

/** How the audit of one stack ended. */
export interface AuditResult {
  findings: readonly Finding[];
  unasked: readonly Unasked[];
  files: FileTotals;
}

export interface FileTotals {
  /** That are public by their records. */
  total: number;
  /** By this audit. */
  read: number;
  bytes: number;
  /** Whole seconds since the reading that is the longest ago; null while a file was never read. */
  oldest: number | null;
  /** Were never read. */
  unread: number;
}

export const exitCodeOf = ({ findings, unasked }: AuditResult): 0 | 1 | 3 => {
  if (findings.length > 0 || unasked.some(({ required }) => required)) return 1;
  return unasked.length > 0 ? 3 : 0;
};
