import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { printable } from "../../../../images/model/text/printable.ts";
import { signedPath, type ReaderFile } from "../../../../images/readers/format.ts";
import { signableOf } from "../../../../images/readers/signatures.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { sha256OfFile, sha256OfText } from "../../../../storage/files/hash.ts";
import { AheadSigner } from "../../../../storage/signing/sign-ahead.ts";
import { hasNames } from "../../../../storage/signing/signatures.ts";
import { inStaging, inTree, type Places } from "../../../../storage/tree/places.ts";
import { readJson, replaceText } from "../texts.ts";

/*
 * Files of the tree that are made of the index. What was written is remembered in staging: a preview compares digests, without an
 * index of megabytes, and a file that nothing makes any more is removed.
 */

/** The sha256 of each written file, by its path in the tree. */
const memorySchema = z.record(z.string(), z.string());
type Memory = z.output<typeof memorySchema>;

/**
 * Writes files, and answers how to remove those that nothing makes any more: once nothing names them.
 *
 * @param memory the file in staging that remembers these files
 * @param foreign paths that somebody else's files have: they are left alone
 * @param ahead signs what has a signed form before it is written; without it, a changed file loses its signed form
 */
export async function writeFiles(
  places: Places,
  memory: string,
  all: readonly ReaderFile[],
  { foreign = [], ahead = new AheadSigner() }: { foreign?: readonly string[]; ahead?: AheadSigner | undefined } = {},
): Promise<() => Promise<void>> {
  const files = all.filter(({ path }) => !foreign.includes(path));
  const before = (await readJson(inStaging(places, memory), memorySchema)) ?? {};
  const now: Memory = Object.fromEntries(files.map(({ path, text }) => [path, sha256OfText(text)]));
  // remembered before they are there: after a kill the next run may be a withdrawal, which has to remove them
  if (Object.keys(now).some((path) => !(path in before))) await remember(places, memory, { ...now, ...before });
  for (const file of files) await writeFile(places, file, ahead);
  return async () => {
    const gone = Object.keys(before).filter((path) => !(path in now) && !foreign.includes(path));
    // the signed form first: it says the same
    for (const path of gone.flatMap((each) => [signedPath(each), each]))
      await rm(inTree(places, path), { force: true });
    await remember(places, memory, now);
  };
}

const remember = (places: Places, memory: string, written: Memory): Promise<void> =>
  replaceText(places, inStaging(places, memory), `${JSON.stringify(written, null, 2)}\n`);

async function writeFile(places: Places, file: ReaderFile, ahead: AheadSigner): Promise<void> {
  const { path, text, clearsigned } = file;
  const at = inTree(places, path);
  if (clearsigned === undefined || (await ifPresent(readFile(at, "utf8"))) === text)
    return replaceText(places, at, text);
  const signable = signableOf(file, clearsigned);
  const signature = (await hasNames(places, signable)) ? await ahead.sign(signable, clearsigned.text) : undefined;
  // then the signed form of another text goes first, and before it the one that names it: none is better than a wrong one
  const outdated = signature === undefined ? [clearsigned.namedBy ?? [], clearsigned.path].flat() : [];
  for (const signed of outdated) await rm(inTree(places, signed), { force: true });
  await replaceText(places, at, text);
  if (signature !== undefined) await replaceText(places, inTree(places, clearsigned.path), signature);
}

/** The files whose content was changed since they were written. */
export async function writtenFindings(places: Places, memory: string): Promise<string[]> {
  const written = await readJson(inStaging(places, memory), memorySchema);
  if (written === undefined) return ["the files of the readers' formats were not written yet"];
  const findings: string[] = [];
  for (const [path, digest] of Object.entries(written)) {
    const found = await ifPresent(sha256OfFile(inTree(places, path)));
    if (found === undefined) findings.push(`${printable(path)} is missing`);
    else if (found !== digest) findings.push(`${printable(path)} has other content than was written last`);
  }
  return findings;
}
