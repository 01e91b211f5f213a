import { UserError } from "../../../images/model/errors.ts";
import { recipeCommand } from "../../../images/rebuilds/way.ts";
import { bootableContents } from "../../recipes/contents.ts";
import { diskOfRoot } from "../../recipes/disk.ts";
import { installedRoot } from "../../recipes/root.ts";
import { breakingScript, installedVendor, type Variant } from "../../recipes/variants.ts";
import {
  bootableArches,
  bootableVendors,
  isBootableArch,
  isBootableVendor,
  packagesToInstall,
  type BootableArch,
  type BootableVendor,
} from "../../recipes/vendors.ts";
import { inWork, writeArtifact } from "../artifact.ts";
import { buildUuid, type SampleBuild } from "../build.ts";
import { vendorDisk } from "../disk.ts";
import { cloudRelease } from "../root.ts";

interface BootableOptions {
  /** URL of the Debian archive to install from; default: this machine's. */
  archive?: string | undefined;
  variant?: Variant | undefined;
  /** A word that asks for another installation than the day's in the cache. */
  again?: string;
  /** xz's preset, 0 (fast) to 9; default: the build's. */
  preset?: number;
}

/** Builds a real Debian image from today's archive: unlike a sample it has other bytes each day. Returns its base path. */
export async function makeBootable(
  build: SampleBuild,
  folder: string,
  { archive, variant, preset, again }: BootableOptions = {},
): Promise<string> {
  const { arch, vendor: named } = bootableMember(build);
  const vendor = installedVendor(named, variant);
  const { suite } = build;
  const installed = await installedRoot(
    { name: "debian", suite, vendor, arch, packages: packagesToInstall(vendor, arch) },
    archive,
    again,
  );
  return inWork(folder, async (work) => {
    await diskOfRoot(
      {
        installed,
        arch,
        size: vendorDisk(build) * 2 ** 20,
        uuidOf: (purpose) => buildUuid(build, purpose),
        files: [{ path: "etc/cloud-release", text: cloudRelease(build) }],
        change: breakingScript(variant),
      },
      work,
    );
    const contents = await bootableContents(installed, work);
    const command = `${recipeCommand(build)}${variant === undefined ? "" : ` --variant ${variant}`}`;
    return writeArtifact({ build, folder, work, contents, preset, command });
  });
}

function bootableMember({ vendor, arch }: SampleBuild): { vendor: BootableVendor; arch: BootableArch } {
  if (isBootableArch(arch) && isBootableVendor(vendor)) return { vendor, arch };
  throw new UserError({
    where: "--images",
    value: `${vendor}/${arch}`,
    expected: `with --bootable, one of ${bootableVendors.flatMap((name) => bootableArches.map((each) => `${name}/${each}`)).join(", ")}`,
    remedy: "leave --images out, or name one of these",
  });
}
