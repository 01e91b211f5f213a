import { mkdtempSync, rmdirSync, statSync } from "node:fs";
import path from "node:path";
import { codeOf, hasCode } from "../../storage/files/fault.ts";
import { WrongUse } from "../setup/errors.ts";
import { givenOptions } from "./read-arguments.ts";
import type { Usage } from "./usage.mjs";

/**
 * Refuses an option whose file or folder cannot be written, before the work: its result would be lost. Leaves nothing behind. It asks
 * with one folder alone, because Node's recursive `mkdir` never ends below /proc. Throws `WrongUse`.
 */
export function refuseUnwritable({ options }: Usage, args: readonly string[]): void {
  for (const { name, rawName, value } of givenOptions(options, args)) {
    const option = options[name];
    if (option?.type !== "string" || option.writes === undefined || value === undefined) continue;
    const wrong = wrongIn(path.resolve(value), option.writes);
    if (wrong !== undefined) throw new WrongUse(`${rawName} ${value}: expected ${wrong}`);
  }
}

function wrongIn(place: string, kind: "file" | "folder"): string | undefined {
  const found = statOf(place);
  if (kind === "file" && found !== undefined && found !== "file")
    return `a file, or the name of a new one, and found a ${found}; name another`;
  const [folder, there] = nearest(kind === "file" ? path.dirname(place) : place);
  if (there !== "folder")
    return `a ${kind === "file" ? "file in a folder" : "folder, or the name of a new one"}, and ${folder} is a ${there}; name another, or move it away`;
  const refused = refusalOf(folder);
  return refused && `a place that can be written, and ${folder} answers ${refused}; name another, or correct its modes`;
}

/** The path or its nearest parent that is there. */
function nearest(place: string): [string, string] {
  const found = statOf(place);
  return found === undefined && place !== path.dirname(place) ? nearest(path.dirname(place)) : [place, found ?? "gap"];
}

function statOf(place: string): "file" | "folder" | "device" | undefined {
  try {
    const stat = statSync(place);
    if (stat.isDirectory()) return "folder";
    return stat.isFile() ? "file" : "device";
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Why nothing can be made in a folder: its modes do not say what a file system allows. */
function refusalOf(folder: string): string | undefined {
  try {
    rmdirSync(mkdtempSync(path.join(folder, ".cloud-images-")));
    return undefined;
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
}
