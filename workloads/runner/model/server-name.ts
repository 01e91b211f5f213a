import { createHash } from "node:crypto";

/** A server that exists, by Nova. */
export interface KnownServer {
  name: string;
  status: string;
}

/**
 * The name of a runner's server: the runner's name, a digest of everything that the server is made of, and from the second attempt on
 * its number. So another definition gets another server, and a broken server a successor, which is made before the old one goes.
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

/** The number of the attempt, for a name that begins with the first attempt's. */
function attemptOf(name: string, first: string): number | undefined {
  if (name === first) return 1;
  const [, digits] = /^-([1-9]\d{0,3})$/.exec(name.startsWith(first) ? name.slice(first.length) : "") ?? [];
  return digits === undefined ? undefined : Number(digits);
}

const nameOf = (first: string, attempt: number): string => (attempt === 1 ? first : `${first}-${attempt}`);

/** Short enough to be read, long enough for the few definitions that a runner ever has. */
const shortDigest = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);
