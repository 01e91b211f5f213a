import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const changing = [
  "rename",
  "link",
  "symlink",
  "unlink",
  "rm",
  "rmdir",
  "mkdir",
  "open",
  "writeFile",
  "copyFile",
  "utimes",
  "lutimes",
  "chmod",
  "truncate",
] as const;

/** Calls the listener before each change of the disk that this process makes from now on. */
export function beforeDiskChanges(listener: () => void): void {
  for (const name of changing) {
    const original: unknown = Reflect.get(fs, name);
    if (typeof original !== "function") throw new Error(`node:fs/promises has no ${name}`);
    Reflect.set(fs, name, (...args: unknown[]): unknown => {
      listener();
      return Reflect.apply(original, fs, args);
    });
  }
  syncBuiltinESMExports();
}
