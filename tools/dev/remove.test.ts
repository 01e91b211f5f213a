import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeDev } from "./remove.ts";

let project: string;
beforeEach(() => void (project = mkdtempSync(path.join(tmpdir(), "cloud-images-dev-"))));
afterEach(() => {
  rmSync(project, { recursive: true });
});

const folder = () => path.join(project, ".dev");
const state = () => path.join(folder(), "state");
const remove = (backend = pathToFileURL(state()).href) => removeDev({ folder: folder(), backend });
const files = () => readdirSync(project, { recursive: true, withFileTypes: true }).flatMap(leaf).sort();
const leaf = (entry: { isFile(): boolean; parentPath: string; name: string }) =>
  entry.isFile() ? [path.relative(project, path.join(entry.parentPath, entry.name))] : [];

function write(name: string, text = ""): void {
  const file = path.join(project, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The result of a run. */
function afterRun(): void {
  const ofState = ["meta.yaml", "stacks/cloud-images/dev.json", "stacks/cloud-images/dev.json.bak"];
  for (const name of [...ofState, "history/cloud-images/dev/dev-1.history.json"]) write(`.dev/state/.pulumi/${name}`);
  const others = ["clouds/azure.state", "log/dev.txt", "previews/dev/plan.json"];
  for (const name of ["tree/trixie/daily/index.json", "staging/work/x", "artifacts/a.build.json", ...others])
    write(`.dev/${name}`);
}

const lock = (name: string, pid: number, host = hostname()) =>
  write(
    `.dev/state/.pulumi/locks/organization/cloud-images/dev/${name}.json`,
    JSON.stringify({ pid, username: "builder", hostname: host, timestamp: new Date().toISOString() }),
  );

test("everything that the dev stack made goes, with a dead run's lock; a repeat finds nothing", async () => {
  afterRun();
  lock("a", 2 ** 22 + 1);
  write("Pulumi.dev.yaml");
  expect(await remove()).toContain(state());
  expect(readdirSync(project)).toEqual(["Pulumi.dev.yaml"]);
  expect(await remove()).toEqual([]);
});

test("nothing goes while a run may be alive", async () => {
  afterRun();
  lock("a", 1, "elsewhere");
  const before = files();
  await expect(remove()).rejects.toThrow("locked by process 1 of builder on elsewhere");
  expect(files()).toEqual(before);
});

test("what other stacks keep in the same folder stays", async () => {
  afterRun();
  const others = [
    ".dev/log/trixie-daily.txt",
    ".dev/previews/trixie-daily/plan.json",
    ".dev/state/.pulumi/history/cloud-images/trixie-daily/x.json",
    ".dev/state/.pulumi/meta.yaml",
    ".dev/state/.pulumi/stacks/cloud-images/trixie-daily.json",
  ];
  for (const name of others) write(name);
  await remove();
  expect(files()).toEqual(others);
});

test("a state that somebody keeps elsewhere loses the dev stack alone; one in a service is not ours to remove", async () => {
  afterRun();
  const backend = pathToFileURL(path.join(project, "elsewhere")).href;
  for (const stack of ["dev", "mine"]) write(`elsewhere/.pulumi/stacks/cloud-images/${stack}.json`);
  await remove(backend);
  expect(files().filter((name) => name.startsWith("elsewhere"))).toEqual([
    "elsewhere/.pulumi/stacks/cloud-images/mine.json",
  ]);
  await expect(remove("https://api.pulumi.com")).rejects.toThrow("stack rm dev");
});
