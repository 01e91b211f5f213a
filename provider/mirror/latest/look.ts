import { lstat, readlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { tree } from "../../../images/tree/layout.ts";
import { clipped, printable } from "../../../images/model/text/printable.ts";
import type { LatestOutputs } from "../../../images/tree/resources.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { pathsOf, wrongModes } from "../../../storage/files/modes.ts";
import { inTree } from "../../../storage/tree/places.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { latestDirectories, readContent, type Content } from "./directory.ts";
import { wantedContent } from "./links.ts";

/** Compares the targets of `latest` and of each name in it with those of the last run. */
export async function lookAtPointer(
  operation: Pick<Operation, "places" | "dailiesGoAfter">,
  olds: LatestOutputs,
): Promise<readonly string[]> {
  const path = inTree(operation.places, tree.latest(olds));
  const status = await ifPresent(lstat(path));
  if (status === undefined) return olds.link === "" ? [] : ["latest is missing"];
  if (!status.isSymbolicLink()) return ["latest is no symbolic link"];
  const link = await readlink(path);
  if (link !== olds.link) return [`latest leads to ${shown(link)} instead of ${shown(olds.link)}`];
  const directory = join(dirname(path), link);
  const [found, wanted] = [await readContent(directory), await wantedContent(operation, olds)];
  if (found === undefined) return [`latest leads to ${link}, which is missing`];
  const others = (await latestDirectories(dirname(path))).filter((name) => name !== link);
  return [
    ...differences(found, wanted ?? {}),
    ...(await wrongModes(await pathsOf(directory, () => true))).map(({ finding }) => `latest: ${finding}`),
    ...others.map((name) => `${shown(name)} is left over`),
  ];
}

function differences(found: Content, wanted: Content): string[] {
  if (isDeepStrictEqual(found, wanted)) return [];
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].filter(
    (name) => found[name] !== wanted[name],
  );
  return names.map((name) => `latest/${shown(name)} ${difference(name, found[name], wanted[name])}`);
}

function difference(name: string, found: string | undefined, wanted: string | undefined): string {
  if (wanted === undefined) return "is not ours";
  if (found === undefined) return "is missing";
  if (!wanted.startsWith("../")) return "has other content than the records say";
  return `leads to ${shown(found)} instead of ${shown(wanted)}`;
}

const longest = 200;
const shown = (text: string): string => clipped(printable(text), longest);
