import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { version } from "../test/samples/samples.ts";
import { inEmptyFolder } from "./rebuild.ts";

const common = { suite: "trixie", channel: "daily", vendor: "generic", arch: "amd64" } as const;
const image = { ...common, version: version("20260717-2542") };

test("the folder of a rebuild is a new one or an empty one, and what is in a person's way is named", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "rebuild-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const out = path.join(folder, "deep", "out");
  for (let times = 0; times < 2; times += 1) expect(await inEmptyFolder(out, image, async (given) => given)).toBe(out);
  const file = path.join(out, "a-file");
  await writeFile(file, "");
  for (const taken of [out, file, path.join(file, "below")])
    await expect(inEmptyFolder(taken, image, async () => undefined)).rejects.toThrow(
      `--out ${taken}: expected an empty folder, or a new one`,
    );
});

test("two rebuilds of an image without a folder of their own take turns, and none removes the other's files", async () => {
  const own = { ...image, version: version("20260717-999999999") };
  const said = vi.spyOn(console, "error").mockReturnValue();
  const seen: string[][] = [];
  const folders = new Set<string>();
  onTestFinished(async () => {
    said.mockRestore();
    for (const folder of folders) {
      await rm(folder, { recursive: true, force: true });
      await rm(path.join(path.dirname(folder), "locks", path.basename(folder)), { recursive: true, force: true });
    }
  });
  const names = Array.from({ length: 50 }, (_, number) => `package-${number + 10}`);
  const work = async (folder: string): Promise<void> => {
    folders.add(folder);
    for (const name of names) await writeFile(path.join(folder, name), "");
    seen.push(await readdir(folder));
  };
  await Promise.all([inEmptyFolder(undefined, own, work), inEmptyFolder(undefined, own, work)]);
  expect(seen.map((each) => each.toSorted())).toEqual([names, names]);
});
