/** By URN, what was found changed in the tree and then written again. */
export type Repairs = ReadonlyMap<string, readonly string[]>;

/**
 * What a run repairs in the tree. Our provider compares in one run of the engine and writes in the next. Both are in the process of
 * the command that tells people at its end; for any other command, nothing is noted.
 */
interface Noted {
  found: Map<string, Set<string>>;
  repaired: Map<string, readonly string[]>;
}

let noted: Noted | undefined;

/** Works while repairs are noted. `repairs` has those so far. */
export async function notingRepairs<Result>(work: (repairs: () => Repairs) => Promise<Result>): Promise<Result> {
  const noting: Noted = { found: new Map(), repaired: new Map() };
  noted = noting;
  try {
    return await work(() => noting.repaired);
  } finally {
    noted = undefined;
  }
}

export const areNoted = (): boolean => noted !== undefined;

/** @param findings what differs from what was written last */
export function noteFound(urn: string, findings: readonly string[]): void {
  if (noted === undefined || findings.length === 0) return;
  noted.found.set(urn, new Set([...(noted.found.get(urn) ?? []), ...findings]));
}

/** The resource was written again. */
export function noteWritten(urn: string): void {
  const findings = noted?.found.get(urn);
  if (findings !== undefined) noted?.repaired.set(urn, [...findings]);
}
