import { createInterface } from "node:readline";
import { readFile, writeFile, rename, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { ifPresent } from "../../../storage/files/fault.ts";
import { startAws } from "./aws.ts";
import { startAzure } from "./azure.ts";
import { startGcp } from "./gcp.ts";
import type { StartTrial, TrialCloud } from "./trial-cloud.ts";

/**
 * Serves clouds on this machine's loopback until its input ends: `node serve.ts keeping FOLDER aws gcp`. Writes one line of JSON with
 * what the program needs to reach them, and one for each line of its input: for `seen` what everybody sees, for `down NAME` whether it
 * knows this cloud or region, which answers nobody from then on. What the clouds have is kept in FOLDER, so that a second trial goes
 * on from the first; with `reading` in place of `keeping` it stays as it was.
 */

// each is given what its own `kept` returned
const known: Readonly<Record<string, StartTrial>> = {
  aws: (kept) => startAws(kept as Parameters<typeof startAws>[0]),
  azure: (kept) => startAzure(kept as Parameters<typeof startAzure>[0]),
  gcp: (kept) => startGcp(kept as Parameters<typeof startGcp>[0]),
};

const [mode, folder = "", ...names] = process.argv.slice(2);
const clouds = new Map<string, TrialCloud>();
const down = new Set<TrialCloud>();
for (const name of names) {
  const start = known[name];
  if (start === undefined) throw new Error(`${name}: expected ${Object.keys(known).join(", ")}`);
  clouds.set(name, await start(await keptOf(name)));
}

// a terminal's Ctrl-C reaches the whole group: what the clouds have is kept when the input ends
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

say({
  environment: Object.fromEntries([...clouds.values()].flatMap(({ environment }) => Object.entries(environment))),
  targets: Object.fromEntries([...clouds].map(([name, { settings }]) => [name, settings])),
});
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "seen") say(Object.fromEntries([...clouds].map(([name, cloud]) => [name, cloud.seen()])));
  else say(await takeDown(line.replace(/^down /, "")));
}
for (const [name, cloud] of clouds) {
  if (mode === "keeping") await keep(name, cloud.kept());
  if (!down.has(cloud)) await cloud.end();
}

async function takeDown(name: string): Promise<boolean> {
  const cloud = clouds.get(name);
  if (cloud === undefined) return [...clouds.values()].some((each) => each.takeDown?.(name) === true);
  if (!down.has(cloud)) await cloud.end();
  down.add(cloud);
  return true;
}

function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function keptOf(name: string): Promise<unknown> {
  const bytes = await ifPresent(readFile(fileOf(name)));
  return bytes === undefined ? undefined : deserialize(bytes);
}

async function keep(name: string, state: unknown): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${fileOf(name)}.new`, serialize(state));
  await rename(`${fileOf(name)}.new`, fileOf(name));
}

function fileOf(name: string): string {
  return join(folder, `${name}.state`);
}
