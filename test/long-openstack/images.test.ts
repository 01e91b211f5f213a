import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { buildFile } from "../../images/tree/files.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { variantNames, type Variant } from "../../tools/recipes/variants.ts";
import { efiFile, rootFile, rootNames, signatureSize } from "../openstack/disk-files.ts";
import { baseOf, realArtifact, withDisk } from "../openstack/images.ts";

const version = "20260717-2542";
const suites = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, suite]) => suite);

/** By variant: the check that a disk is broken in that way. */
const broken: Record<Variant, (disk: string, artifact: string) => Promise<void>> = {
  hosts: async (disk) => {
    expect(rootNames(disk, "/etc")).not.toContain("hosts");
    expect(rootFile(disk, "/etc/cloud/cloud.cfg.d/99-broken.cfg")).toContain("manage_etc_hosts: false");
  },
  sources: async (disk) => {
    const lines = suites(rootFile(disk, "/etc/apt/sources.list"), /^deb \S+ (\S+) main$/gm);
    expect(suites(rootFile(disk, "/etc/apt/sources.list.d/debian.sources"), /^Suites: (\S+)$/gm)).toEqual(lines);
    expect(lines).toEqual(["bookworm", "bookworm-updates", "bookworm-security"]);
  },
  kernel: async (disk) => {
    const kernels = rootNames(disk, "/boot").filter((name) => name.startsWith("vmlinuz-"));
    expect(kernels).toEqual([expect.stringMatching(/^vmlinuz-[\d.-]+-amd64$/)]);
  },
  "cloud-init": async (disk) => {
    expect(rootFile(disk, "/etc/systemd/system/cloud-final.service.d/waits.conf")).toContain("sleep infinity");
  },
  package: async (disk, artifact) => {
    expect(rootFile(disk, "/var/lib/dpkg/status")).toMatch(/^Package: unannounced\nStatus: install ok installed$/m);
    expect(await readFile(buildFile(await baseOf(artifact), "json"), "utf8")).not.toContain("unannounced");
  },
  unsigned: async (disk) => {
    expect(signatureSize(efiFile(disk, "/EFI/BOOT/BOOTX64.EFI"))).toBe(0);
  },
};

describe.runIf(isRoot())("an image broken on purpose", () => {
  it.each(variantNames)(
    "differs from a whole one in what it is named after: %s",
    async (variant) => {
      const artifact = await realArtifact({ version, variant });
      await withDisk(artifact, (disk) => broken[variant](disk, artifact));
    },
    20 * 60_000,
  );
});
