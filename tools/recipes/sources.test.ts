import { execFileSync } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { recipeDigest, recipes } from "./sources.ts";

const files = (await readdir(recipes, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name));
const scripts = files.filter((file) => file.endsWith(".sh"));

describe("the key of what a recipe makes", () => {
  test("is the same for the same files and words, and another one for others", async () => {
    const of = (parts: string[], words: string[]) => recipeDigest(parts, words);
    const once = await of(["install.sh", "debian"], ["bookworm"]);
    expect(await of(["install.sh", "debian"], ["bookworm"])).toBe(once);
    const others = [
      await of(["install.sh", "debian"], ["trixie"]),
      await of(["install.sh", "amphora"], ["bookworm"]),
      await of(["install.sh"], ["bookworm"]),
    ];
    expect(new Set([once, ...others]).size).toBe(4);
  });

  test("wants files that exist", async () => {
    await expect(recipeDigest(["no-such-recipe"], [])).rejects.toThrow("ENOENT");
  });
});

describe("a recipe", () => {
  test.each(scripts)("%s stops at its first failure, and may be run", async (file) => {
    expect(await readFile(file, "utf8")).toMatch(/^#!\/bin\/bash\n(# .*\n)+set -euo pipefail\n/);
    expect((await stat(file)).mode & 0o111).toBe(0o111);
    expect(() => execFileSync("bash", ["-n", file])).not.toThrow();
  });

  test.each(files)("%s names no archive but Debian's own", async (file) => {
    const text = await readFile(file, "utf8");
    const hosts = [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
    expect(hosts.filter((host) => host !== "ftp.debian.org")).toEqual([]);
  });
});
