import { whyUnanswered } from "../../../../clients/answer-body.ts";
import { UserError, type Problem } from "../../../../images/model/errors.ts";

/** Milliseconds for a whole answer. */
const patience = 30_000;

export { isAddress } from "../../../../images/config/values.ts";

type Advice = Pick<Problem, "expected" | "remedy">;

const ofTheTree: Advice = {
  expected: "a file of the published tree",
  remedy: "try again; else correct mirror.url, or mirror.root where the tree is on this machine",
};

const absent: readonly number[] = [404, 410];

/** Reads a file, by default of the published tree; undefined if the server lacks it. Throws a UserError. */
export function fetchText(address: string, advice: Advice = ofTheTree): Promise<string | undefined> {
  return fetchUnless(absent, address, advice);
}

/**
 * The same for a file that may be missing. Object stores, and CDNs in front of them, answer 403 for a missing file if the
 * client may not list the folder.
 */
export function fetchOptionalText(address: string, advice: Advice = ofTheTree): Promise<string | undefined> {
  return fetchUnless([...absent, 403], address, advice);
}

async function fetchUnless(missing: readonly number[], address: string, advice: Advice): Promise<string | undefined> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patience) });
    if (response.ok) return await response.text();
    if (missing.includes(response.status)) return undefined;
    throw unreadable(address, `HTTP ${response.status}`, advice);
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(address, whyUnanswered(error), advice);
  }
}

/** Whether a server has a folder: it lists it, or refuses to list it. Throws a UserError where it does not answer. */
export async function isFolderThere(address: string): Promise<boolean> {
  const response = await fetch(address, { signal: AbortSignal.timeout(patience) }).catch((error: unknown) => {
    throw unreadable(address, whyUnanswered(error), ofTheTree);
  });
  await response.body?.cancel();
  return response.ok || response.status === 403;
}

const unreadable = (address: string, found: string, advice: Advice): UserError =>
  new UserError({ where: address, value: found, ...advice });
