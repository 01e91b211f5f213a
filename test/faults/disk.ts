import fs from "node:fs";
import promises from "node:fs/promises";
import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";

const steps = [
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
  "ftruncate",
] as const;

/** Calls the listener before each change of the disk that this thread makes from now on; starting a tool counts as one. */
export function beforeDiskChanges(listener: () => void): void {
  for (const step of steps) {
    announce(promises, step, listener);
    announce(fs, `${step}Sync`, listener);
  }
  announce(childProcess, "spawn", listener);
  syncBuiltinESMExports();
}

function announce(module: object, name: string, listener: () => void): void {
  const original: unknown = Reflect.get(module, name);
  if (typeof original !== "function") return;
  const announced = (...args: unknown[]): unknown => {
    listener();
    const result: unknown = Reflect.apply(original, module, args);
    return result;
  };
  Reflect.set(module, name, announced);
}
