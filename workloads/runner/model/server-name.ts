import { createHash } from "node:crypto";

/** What Nova says of a server that is there. */
export interface KnownServer {
  name: string;
  status: string;
}

/**
 * The name of a runner's server: the runner's, a digest of all that the server is made of, and, from the second on, which
 * attempt it is. Another definition is another server, and so is one that takes the place of a broken one: the new is made
 * before the old goes, and a broken one is never taken for good.
 */
export function serverName(runner: string, madeOf: unknown, known: readonly KnownServer[]): string {
  const first = `${runner}-${shortDigest(madeOf)}`;
  const attempts = known.flatMap(({ name, status }) => {
    const attempt = attemptOf(name, first);
    return attempt === undefined ? [] : [{ attempt, status }];
  });
  const newest = attempts.toSorted((a, b) => b.attempt - a.attempt)[0];
  if (newest === undefined) return first;
  return nameOf(first, newest.status === "ERROR" ? newest.attempt + 1 : newest.attempt);
}

/** The attempts of one definition share what their names begin with. */
function attemptOf(name: string, first: string): number | undefined {
  if (name === first) return 1;
  const [, digits] = /^-([1-9]\d{0,3})$/.exec(name.startsWith(first) ? name.slice(first.length) : "") ?? [];
  return digits === undefined ? undefined : Number(digits);
}

const nameOf = (first: string, attempt: number): string => (attempt === 1 ? first : `${first}-${attempt}`);

/** Short enough to be read, long enough for the few definitions that a runner ever has. */
const shortDigest = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);
