import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { version } from "../test/samples/samples.ts";
import { emptyFolder } from "./rebuild.ts";

const common = { suite: "trixie", channel: "daily", vendor: "generic", arch: "amd64" } as const;
const image = { ...common, version: version("20260717-2542") };

test("the folder of a rebuild is a new one or an empty one, and what is in a person's way is named", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "rebuild-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const out = path.join(folder, "deep", "out");
  for (let times = 0; times < 2; times += 1) expect(await emptyFolder(out, image)).toBe(out);
  const file = path.join(out, "a-file");
  await writeFile(file, "");
  for (const taken of [out, file, path.join(file, "below")])
    await expect(emptyFolder(taken, image)).rejects.toThrow(`--out ${taken}: expected an empty folder, or a new one`);
});
