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

/** Is called with the name of a function that is about to be called, and its arguments: `rename`, from, to. */
type Listener = (step: string, args: readonly unknown[]) => void;

/** Calls the listener before each change of the disk that this thread makes; the start of a program counts as one. Returns a function that ends this. */
export function beforeDiskChanges(listener: Listener): () => void {
  const undo = steps.flatMap((step) => [announce(promises, step, listener), announce(fs, `${step}Sync`, listener)]);
  undo.push(announce(childProcess, "spawn", listener));
  syncBuiltinESMExports();
  return () => {
    for (const each of undo) each();
    syncBuiltinESMExports();
  };
}

function announce(module: object, name: string, listener: Listener): () => void {
  const original: unknown = Reflect.get(module, name);
  if (typeof original !== "function") return () => undefined;
  const announced = (...args: unknown[]): unknown => {
    listener(name, args);
    const result: unknown = Reflect.apply(original, module, args);
    return result;
  };
  Reflect.set(module, name, announced);
  return () => Reflect.set(module, name, original);
}
