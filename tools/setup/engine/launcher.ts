import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { project } from "../bootstrap/folders.mjs";

/** Variables for the launcher: the engine in the cache serves every checkout, and runs the language host of the current one. */
export const launcherEnvironment = {
  CLOUD_IMAGES_NODE: process.execPath,
  CLOUD_IMAGES_LANGUAGE_HOST: path.join(project, "tools", "setup", "language-host.ts"),
};

const script = `#!/bin/sh
exec "\${CLOUD_IMAGES_NODE:-node}" "\${CLOUD_IMAGES_LANGUAGE_HOST:?is not set: start Pulumi with npm run}" "$@"
`;

/** Writes a language host beside a built engine: only there the engine finds it without a warning. */
export function installLauncher(folder: string): void {
  const launcher = path.join(folder, "pulumi-language-nodejs");
  if (read(launcher) === script) return;
  const staged = `${launcher}.${process.pid}`;
  writeFileSync(staged, script);
  chmodSync(staged, 0o755);
  renameSync(staged, launcher);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
