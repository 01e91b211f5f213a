import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

export function foldersOf(searchPath: string): string[] {
  return searchPath.split(path.delimiter).filter((folder) => folder !== "");
}

/** The first program of that name on the search path. */
export function findProgram(name: string, searchPath = process.env["PATH"] ?? ""): string | undefined {
  return foldersOf(searchPath)
    .map((folder) => path.join(folder, name))
    .find(isProgram);
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
