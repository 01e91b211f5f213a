import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeEmptySidecars } from "./sidecars.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), "state-"))));
afterEach(() => rm(root, { recursive: true, force: true }));

test("attributes that a kill left empty are removed, and nothing else", async () => {
  const folders = [".pulumi", ".pulumi/stacks/cloud-images", ".pulumi/locks/organization/cloud-images/dev"];
  for (const folder of folders) {
    await mkdir(path.join(root, folder), { recursive: true });
    await writeFile(path.join(root, folder, "whole.json.attrs"), "{}");
    await writeFile(path.join(root, folder, "killed.json.attrs"), "");
    await writeFile(path.join(root, folder, "killed.json"), "");
  }
  await removeEmptySidecars(root);
  for (const folder of folders) {
    const names = await readdir(path.join(root, folder));
    expect(names.filter((name) => name.includes(".json")).toSorted()).toEqual(["killed.json", "whole.json.attrs"]);
  }
});

test("a backend that is not there yet has none", async () => {
  await expect(removeEmptySidecars(path.join(root, "none"))).resolves.toBeUndefined();
});
