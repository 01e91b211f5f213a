import path from "node:path";

export { findProgram, isProgram } from "../../storage/programs/search.mjs";

export function foldersOf(searchPath: string): string[] {
  return searchPath.split(path.delimiter).filter((folder) => folder !== "");
}
