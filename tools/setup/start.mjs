#!/usr/bin/env node
// Every npm script starts here. It runs on Node 20 or newer before anything is installed, so it is plain JavaScript without
// packages.
import path from "node:path";
import { startFile } from "../../storage/programs/spawn.mjs";
import { cache } from "./bootstrap/folders.mjs";
import { tellLostOutput } from "./bootstrap/lost-output.mjs";
import { findNode } from "./bootstrap/node.mjs";
import { installPackages } from "./bootstrap/packages.mjs";
import { nodeOptions, proxyEnvironment } from "./bootstrap/proxies.mjs";
import { usages } from "../usage/commands.mjs";
import { asksForHelp, helpText } from "../usage/usage.mjs";

/** @param {string} node */
function enter(node) {
  // Debian keeps mke2fs and sfdisk where an ordinary user's PATH does not look
  const folders = [path.dirname(node), ...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
  process.env.PATH = [...new Set(folders.filter(Boolean))].join(":");
  // each command, and each process that it starts, would compile the same modules
  process.env.NODE_COMPILE_CACHE ??= path.join(cache, "compiled");
}

/**
 * @param {string} node
 * @param {string[]} args
 */
function handOver(node, args) {
  const main = path.join(import.meta.dirname, "main.ts");
  const child = startFile(node, [main, ...args], { stdio: ["inherit", "inherit", "inherit"] });
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP", "SIGINT"])) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well, and the engine takes a second one as an order to drop everything.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** @param {string[]} args */
async function begin(args) {
  Object.assign(process.env, proxyEnvironment(process.env));
  const node = await findNode();
  enter(node);
  await installPackages();
  const before = process.env.NODE_OPTIONS;
  Object.assign(process.env, nodeOptions(process.env));
  // Node reads its options only when it starts
  if (node === process.execPath && process.env.NODE_OPTIONS === before) await import("./main.ts");
  else handOver(node, args);
}

tellLostOutput();
const [name = "", ...args] = process.argv.slice(2);
const usage = Object.entries(usages).find(([known]) => known === name)?.[1];
try {
  if (usage !== undefined && asksForHelp(usage, args)) console.log(helpText(name, usage));
  else await begin([name, ...args]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
