import { expect, it } from "vitest";
import { readFile } from "node:fs/promises";
import { buildFile } from "../../images/tree/files.ts";
import { parseBuild } from "../../images/builds/manifest.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { baseOf, realArtifact, withDisk } from "./images.ts";
import { efiFile, rootFile, rootNames, signatureSize } from "./disk-files.ts";

if (!isRoot()) console.warn("NOT TESTED: real images, which only root can build");
const version = "20260717-2542";

it.runIf(isRoot())(
  "a real image has its vendor's kernel, the sources of Debian once, and a signed chain of loaders",
  async () => {
    const artifact = await realArtifact({ version });
    await withDisk(artifact, async (disk) => {
      expect(rootFile(disk, "/etc/cloud-release")).toBe(`ID=genericcloud\nVERSION="${version}"\n`);
      expect(rootNames(disk, "/boot").filter((name) => name.startsWith("vmlinuz-"))).toEqual([
        expect.stringMatching(/^vmlinuz-[\d.-]+-cloud-amd64$/),
      ]);
      expect(rootFile(disk, "/etc/apt/sources.list").match(/^deb http:\/\/ftp\.debian\.org\//gm)).toHaveLength(3);
      expect(rootNames(disk, "/etc/apt/sources.list.d")).toEqual([]);
      expect(rootFile(disk, "/etc/hosts")).toContain("localhost");
      for (const loader of ["/EFI/BOOT/BOOTX64.EFI", "/EFI/BOOT/grubx64.efi"]) {
        expect(signatureSize(efiFile(disk, loader)), loader).toBeGreaterThan(0);
      }
    });
  },
  20 * 60_000,
);

it.runIf(isRoot())("a real image's manifest names what is installed, and the archive of nobody's machine", async () => {
  const base = await baseOf(await realArtifact({ version }));
  const manifest = await readFile(buildFile(base, "json"), "utf8");
  const names = parseBuild(manifest, "manifest").data.packages.map(({ name }) => name.replace(/:.*$/, ""));
  expect(names).toEqual(expect.arrayContaining(["cloud-init", "shim-signed", "grub-efi-amd64-signed"]));
  const written = manifest + (await readFile(buildFile(base, "info"), "utf8"));
  const archives = [...written.matchAll(/deb https?:\/\/([\w.:-]+)/g)].map(([, host]) => host);
  expect(new Set(archives)).toEqual(new Set(["ftp.debian.org"]));
});
