import { lstat, readdir, readFile, readlink, stat } from "node:fs/promises";
import path from "node:path";
import { formatChecksums, parseChecksums } from "../../images/tree/texts/checksums.ts";
import { UserError } from "../../images/model/errors.ts";
import { sumsOf } from "../../images/tree/texts/set-texts.ts";
import { tree } from "../../images/tree/layout.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { listChannel } from "../../storage/tree/listing.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import { readIndex, readSet, type ChannelIdentity } from "../../storage/tree/records.ts";
import { isServed } from "../../provider/mirror/version/directory.ts";
import type { Finding } from "./finding.ts";

/** Checks the served tree as an outsider: whether every list is right, and whether everything is readable. */
export async function auditLists(places: Places, channel: ChannelIdentity): Promise<Finding[]> {
  return [
    ...(await indexFindings(places, channel)),
    ...(await setFindings(places, channel)),
    ...(await pointerFindings(places, channel)),
    ...(await modeFindings(places, tree.channel(channel))),
  ];
}

async function indexFindings(places: Places, channel: ChannelIdentity): Promise<Finding[]> {
  const where = tree.index(channel);
  const index = await ifBroken(where, readIndex(places, channel));
  if (index === undefined) {
    const { published } = await listChannel(places, channel);
    return published.length === 0 ? [] : [{ kind: "list", where, finding: "is missing" }];
  }
  if ("kind" in index && index.kind === "list") return [index];
  if (!("sets" in index)) return [];
  const listed = index.sets
    .flatMap(({ images }) => images)
    .map(({ targets }) => targets[mirrorTarget.name])
    .flatMap((target) => (target?.listed === true ? target.refs : []));
  return missing(places, where, listed);
}

async function setFindings(places: Places, channel: ChannelIdentity): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const version of (await listChannel(places, channel)).published) {
    const set = { ...channel, version };
    const record = await ifBroken(tree.setRecord(set), readSet(places, set));
    if (record === undefined) continue;
    if (!("images" in record)) {
      findings.push(record);
      continue;
    }
    const found = await Promise.all(
      Object.entries(sumsOf(record)).map(([name, wanted]) => sumsFinding(places, `${tree.set(set)}/${name}`, wanted)),
    );
    if (isServed(record)) findings.push(...found.flat());
    else if ((await ifPresent(stat(inTree(places, tree.checksums(set))))) !== undefined)
      findings.push({ kind: "list", where: tree.set(set), finding: "is listed, and has no image that is shown" });
  }
  return findings;
}

async function sumsFinding(places: Places, where: string, wanted: string | undefined): Promise<Finding[]> {
  const sums = await ifPresent(readFile(inTree(places, where), "utf8"));
  if (sums === wanted) return [];
  if (sums === undefined) return [{ kind: "list", where, finding: "is missing" }];
  return [{ kind: "list", where, finding: "says other sums than the record of its set" }];
}

/** Names must lead to listed files, and the checksums beside the names must be those of the files. */
async function pointerFindings(places: Places, channel: ChannelIdentity): Promise<Finding[]> {
  const where = tree.latest(channel);
  const latest = inTree(places, where);
  const found = await ifPresent(lstat(latest));
  if (found === undefined) return [];
  if (!found.isSymbolicLink()) return [{ kind: "pointer", where, finding: "is no symbolic link" }];
  const names = await ifPresent(readdir(latest));
  if (names === undefined) return [{ kind: "pointer", where, finding: `leads nowhere: ${await readlink(latest)}` }];
  const findings: Finding[] = [];
  const sums: { name: string; sha512: string }[] = [];
  for (const name of names.toSorted()) {
    const link = path.join(latest, name);
    if (!(await lstat(link)).isSymbolicLink()) continue;
    const target = path.join(path.dirname(latest), path.basename(path.dirname(await readlink(link))));
    const file = await ifPresent(stat(link));
    if (file === undefined) {
      findings.push({ kind: "pointer", where: `${where}/${name}`, finding: "leads nowhere" });
      continue;
    }
    const sha512 = (await sumsIn(target)).get(path.basename(await readlink(link)));
    if (sha512 !== undefined) sums.push({ name, sha512 });
  }
  const listed = [...(await sumsIn(latest))].map(([name, sha512]) => ({ name, sha512 }));
  if (formatChecksums(listed) !== formatChecksums(sums))
    findings.push({
      kind: "list",
      where: `${where}/SHA512SUMS`,
      finding: "says other sums than the sets that its names lead to",
    });
  return findings;
}

async function sumsIn(directory: string): Promise<Map<string, string>> {
  const file = path.join(directory, "SHA512SUMS");
  const text = (await ifPresent(readFile(file, "utf8"))) ?? "";
  try {
    return new Map(parseChecksums(text, file).map(({ name, sha512 }) => [name, sha512]));
  } catch (error) {
    if (error instanceof UserError) return new Map();
    throw error;
  }
}

/** Everybody must be able to read, and only the owner and its group to write. */
async function modeFindings(places: Places, root: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const entries = (await ifPresent(readdir(inTree(places, root), { recursive: true, withFileTypes: true }))) ?? [];
  for (const entry of entries) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const found = await ifPresent(lstat(file));
    if (found === undefined) continue;
    const wanted = found.isDirectory() ? 0o005 : 0o004;
    const mode = `0${(found.mode & 0o777).toString(8)}`;
    const where = path.relative(places.tree, file);
    if ((found.mode & wanted) !== wanted)
      findings.push({ kind: "mode", where, finding: `is closed to readers: ${mode}` });
    if ((found.mode & 0o002) !== 0)
      findings.push({ kind: "mode", where, finding: `may be written by anybody: ${mode}` });
  }
  return findings;
}

async function missing(places: Places, where: string, refs: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const ref of refs) {
    if ((await ifPresent(stat(inTree(places, ref)))) === undefined)
      findings.push({ kind: "list", where, finding: `lists ${ref}, which is missing` });
  }
  return findings;
}

/** A record that cannot be read is a finding, not the end of the audit. */
async function ifBroken<Read>(where: string, read: Promise<Read>): Promise<Read | Finding> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof UserError) return { kind: "list", where, finding: error.message };
    throw error;
  }
}
