import { UserError } from "../../../images/errors.ts";
import { bootableContents } from "../../recipes/contents.ts";
import { diskOfRoot } from "../../recipes/disk.ts";
import { installedRoot } from "../../recipes/root.ts";
import { breakingScript, installedVendor, type Variant } from "../../recipes/variants.ts";
import { bootableVendors, isBootableVendor, packagesToInstall, type BootableVendor } from "../../recipes/vendors.ts";
import { inWork, writeArtifact } from "../artifact.ts";
import { buildUuid, type SampleBuild } from "../build.ts";
import { diskSize } from "../disk.ts";
import { cloudRelease } from "../root.ts";

export interface BootableOptions {
  /** URL of the Debian archive to install from; that of this machine unless said. */
  archive?: string | undefined;
  variant?: Variant | undefined;
  /** xz's: 0 (fast) to 9; the build's own unless said. */
  preset?: number;
}

/** A real Debian of today's archive, so unlike a sample it has other bytes each day. Answers its base path. */
export async function makeBootable(
  build: SampleBuild,
  folder: string,
  { archive, variant, preset }: BootableOptions = {},
): Promise<string> {
  const vendor = installedVendor(bootableVendor(build), variant);
  const { suite } = build;
  const installed = await installedRoot(
    { name: "debian", suite, vendor, packages: packagesToInstall(vendor) },
    archive,
  );
  return inWork(folder, async (work) => {
    await diskOfRoot(
      {
        installed,
        size: diskSize(build),
        uuidOf: (purpose) => buildUuid(build, purpose),
        files: [{ path: "etc/cloud-release", text: cloudRelease(build) }],
        change: breakingScript(variant),
      },
      work,
    );
    return writeArtifact({ build, folder, work, contents: await bootableContents(installed, work), preset });
  });
}

function bootableVendor({ vendor, arch }: SampleBuild): BootableVendor {
  if (arch === "amd64" && isBootableVendor(vendor)) return vendor;
  throw new UserError({
    where: "--images",
    value: `${vendor}/${arch}`,
    expected: `with --bootable, one of ${bootableVendors.map((name) => `${name}/amd64`).join(", ")}`,
    remedy: "leave --images out, or name one of these",
  });
}
