import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { startFile, type Options, type Started, type Stdio } from "../../../storage/programs/spawn.mjs";

const children = new Set<ChildProcess>();

/** Starts one of the SDK's scripts with the Node that runs this host. */
export function startNode<Out extends Stdio>(
  args: string[],
  options: Options<"ignore", Out, Out>,
): Started<"ignore", Out, Out> {
  const child = startFile(process.execPath, args, options);
  children.add(child);
  child.on("exit", () => children.delete(child));
  return child;
}

export function killChildren(): void {
  for (const child of children) child.kill();
}

/** A script of the SDK that the code in this folder uses, so that both have the same version. */
export function sdkScript(folder: string, script: "run" | "run-plugin" | "run-policy-pack"): string {
  const sdk = createRequire(path.join(folder, "index.js")).resolve("@pulumi/pulumi/package.json");
  return path.join(path.dirname(sdk), "cmd", script);
}
