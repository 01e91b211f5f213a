import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";

/**
 * The first program of that name on the search path.
 * @param {string} name
 * @param {string} [searchPath]
 */
export function findProgram(name, searchPath = process.env.PATH ?? "") {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => path.join(folder, name)).find(isProgram);
}

/** @param {string} file */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Whether the machine has a program, or a file at that path.
 * @param {string} program
 * @param {string} [searchPath]
 */
export function isThere(program, searchPath) {
  return program.startsWith("/") ? existsSync(program) : findProgram(program, searchPath) !== undefined;
}
