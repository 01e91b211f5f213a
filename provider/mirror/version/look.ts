import { staging, tree } from "../../../images/tree/layout.ts";
import { printable } from "../../../images/model/text/printable.ts";
import { setSchema, type SetRecord } from "../../../images/tree/record.ts";
import type { VersionOutputs } from "../../../images/tree/resources.ts";
import { parseJson } from "../../../images/model/schema-problems.ts";
import { sha256OfText } from "../../../storage/files/hash.ts";
import { inStaging, inTree, type Places } from "../../../storage/tree/places.ts";
import { readText, type FoundRecord } from "../../../storage/tree/record-file.ts";
import { findSet } from "../../../storage/tree/records.ts";
import { setFiles } from "../../../images/tree/files.ts";
import { findingsInSet, foreignInSet } from "../../../storage/tree/small-files.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { setOf, type SetIdentity } from "./members.ts";

/** Compares a set's directory with its record, and the record with what was written last. */
export async function lookAtSet(
  { places, dailiesGoAfter, warn }: Pick<Operation, "places" | "dailiesGoAfter" | "warn">,
  olds: VersionOutputs,
): Promise<readonly string[]> {
  const set = setOf(olds);
  const directory = inTree(places, tree.set(set));
  const { found, isAsWritten, isInTree } = await lookAtRecord(places, set, olds.digest);
  if (found === undefined) return [`${setFiles.record} is missing`];
  if ("damage" in found) return found.damage.problems.map(({ expected }) => `${setFiles.record}: expected ${expected}`);
  const foreign = await foreignInSet(directory, found.record);
  if (foreign.length > 0) warn(`not ours, and left alone: ${foreign.map(printable).join(", ")}`);
  return [
    ...(isAsWritten ? [] : [`${setFiles.record} has other content than was written last`]),
    // a set without public images has no directory
    ...(isInTree ? await findingsInSet(directory, found.record, dailiesGoAfter) : []),
  ];
}

interface LookedAtRecord {
  found: FoundRecord<SetRecord>;
  isAsWritten: boolean;
  isInTree: boolean;
}

/** A record with the digest of the last run is not checked again for its place. */
async function lookAtRecord(places: Places, set: SetIdentity, digest: string): Promise<LookedAtRecord> {
  const path = inTree(places, tree.setRecord(set));
  const inDirectory = await readIfFile(path);
  const text = inDirectory ?? (await readIfFile(inStaging(places, staging.quarantinedRecord(set))));
  const isInTree = inDirectory !== undefined;
  if (text === undefined || sha256OfText(text) !== digest)
    return { found: await findSet(places, set), isAsWritten: false, isInTree };
  const record = parseJson(setSchema, text, { where: path, remedy: "" });
  return { found: { record, text }, isAsWritten: true, isInTree };
}

const readIfFile = (path: string): Promise<string | undefined> => readText(path).catch(() => undefined);
