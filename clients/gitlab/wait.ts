/** Milliseconds before the second attempt, twice that before the third. */
const pause = 1_000;

/** Milliseconds. GitLab counts most requests by the minute. Some of its limits are longer, and are not waited for. */
const longest = 65_000;

/**
 * Milliseconds before a request is made again, after an answer or after none; undefined: it would be answered in the same way. Over a
 * limit GitLab says 429, in newer versions with Retry-After: docs.gitlab.com/security/rate_limits.
 */
export function waitOf(answer: { status: number; headers: Headers } | undefined, attempt: number): number | undefined {
  const own = pause * attempt;
  if (answer === undefined) return own;
  if (answer.status !== 429 && answer.status < 500) return undefined;
  const wait = Math.max(own, retryAfter(answer.headers));
  return wait > longest ? undefined : wait;
}

/** Seconds, or a date: RFC 9110, section 10.2.3. */
function retryAfter(headers: Headers): number {
  const text = headers.get("retry-after") ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : date - Date.now();
}
