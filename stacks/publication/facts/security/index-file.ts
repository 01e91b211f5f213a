import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../../../../images/model/errors.ts";
import type { ListedFile } from "../../../../images/releases/security/release-file.ts";
import { isAddress } from "../tree/fetch-text.ts";
import { sha256Of, sizeOf, type Body } from "../../../../clients/archive/body.ts";
import { fetchWithin } from "../../../../clients/archive/fetch.ts";
import type { Session } from "../../../../clients/archive/session.ts";

/** A file that a signed Release lists, with the listed content. */
interface IndexFile {
  body: Body;
  /** Keeps a copy for the next run. */
  keep: () => Promise<void>;
  close: () => Promise<void>;
}

interface Listing {
  /** Folder or URL of the Release. */
  place: string;
  /** Below it. */
  path: string;
  listed: ListedFile;
  /** Fetch nothing: use the copy or fail. */
  offline: boolean;
}

const nothing = async (): Promise<void> => undefined;

/** Throws a UserError if there is no file of the listed size and content. */
export async function readIndexFile(listing: Listing, session: Session): Promise<IndexFile> {
  const { place, path, listed, offline } = listing;
  const whole = `${place}/${path}`;
  if (!isAddress(place)) return openFile(whole, listed);
  const kept = await session.cache.find(whole);
  if (kept?.body != null && kept.entry.sha256 === listed.sha256)
    return { body: kept.body, keep: nothing, close: nothing };
  if (offline) throw notListed(whole, "no copy of it");
  const byName = await fetchFile(whole, listed, whole, session);
  if (typeof byName !== "string") return byName;
  // while a mirror is updated, the name may still lead to the older file; by-hash leads to the listed one
  const byHash = await fetchFile(`${place}/${dirname(path)}/by-hash/SHA256/${listed.sha256}`, listed, whole, session);
  if (typeof byHash !== "string") return byHash;
  throw notListed(whole, byName);
}

async function openFile(path: string, { size, sha256 }: ListedFile): Promise<IndexFile> {
  const file = await open(path, "r");
  const body = { file, where: path };
  const close = () => file.close();
  let isListed = false;
  try {
    isListed = (await sizeOf(body)) === size && (await sha256Of(body)) === sha256;
  } finally {
    // also after an exception: a folder can be opened, and not read
    if (!isListed) await close();
  }
  if (!isListed) throw notListed(path, "another file");
  return { body, keep: nothing, close };
}

/** The file, or why it is rejected. */
async function fetchFile(
  address: string,
  { size, sha256 }: ListedFile,
  whole: string,
  { cache, limits, day }: Session,
): Promise<IndexFile | string> {
  const answer = await fetchWithin(address, {
    known: null,
    limits: { ...limits, bytes: Math.min(limits.bytes, size) },
    write: (chunks) => cache.write(whole, chunks),
  });
  if (answer.is !== "new") return answer.is === "refused" ? answer.reason : "no file";
  const { written, validators } = answer;
  if (written.sha256 !== sha256) return "another file";
  const keep = () => cache.keep(whole, written, { ...validators, fetched: day, seen: null });
  return { body: written.body, keep, close: nothing };
}

const notListed = (where: string, value: string): UserError =>
  new UserError({
    where,
    value,
    expected: "the file that InRelease lists, of its size and SHA256",
    remedy: "ask who serves the archive; its data is not used",
  });
