import { join } from "node:path";
import { staging, tree } from "../../../images/layout.ts";
import { printable } from "../../../images/printable.ts";
import type { VersionOutputs } from "../../../images/resources.ts";
import { sha256OfText } from "../../../storage/hash.ts";
import { inStaging, inTree } from "../../../storage/places.ts";
import { findSet } from "../../../storage/records.ts";
import { readText } from "../../../storage/record-file.ts";
import { setFiles } from "../../../storage/set-files.ts";
import { findingsInSet, foreignInSet } from "../../../storage/small-files.ts";
import type { Operation } from "../../kind.ts";
import { setOf } from "./members.ts";

/** Compares a set's directory with its record, and the record with what was written last. */
export async function lookAtSet(
  { places, dailiesGoAfter, warn }: Pick<Operation, "places" | "dailiesGoAfter" | "warn">,
  olds: VersionOutputs,
): Promise<readonly string[]> {
  const set = setOf(olds);
  const directory = inTree(places, tree.set(set));
  const found = await findSet(places, set);
  if (found === undefined) return [`${setFiles.record} is missing`];
  if ("damage" in found) return found.damage.problems.map(({ expected }) => `${setFiles.record}: expected ${expected}`);
  const inDirectory = await readText(join(directory, setFiles.record));
  const text = inDirectory ?? (await readText(inStaging(places, staging.quarantinedRecord(set))));
  const foreign = await foreignInSet(directory, found.record);
  if (foreign.length > 0) warn(`not ours, and left alone: ${foreign.map(printable).join(", ")}`);
  const isAsWritten = text !== undefined && sha256OfText(text) === olds.digest;
  return [
    ...(isAsWritten ? [] : [`${setFiles.record} has other content than was written last`]),
    // of a set of which nothing is shown there is no directory
    ...(inDirectory === undefined ? [] : await findingsInSet(directory, found.record, dailiesGoAfter)),
  ];
}
