import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { project } from "../folders.mjs";

/** Inside node_modules, because it leads into this checkout and to its packages. */
const folder = path.join(project, "node_modules", ".cache", "cloud-images");
const host = path.join(project, "tools", "setup", "language-host.ts");

/** Puts the language host where the engine finds it by its name on PATH; answers the folder. */
export function installLanguageHost(): string {
  const launcher = path.join(folder, "pulumi-language-nodejs");
  const script = `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(host)} "$@"\n`;
  if (read(launcher) !== script) {
    mkdirSync(folder, { recursive: true });
    const staged = `${launcher}.${process.pid}`;
    writeFileSync(staged, script);
    chmodSync(staged, 0o755);
    renameSync(staged, launcher);
  }
  return folder;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
