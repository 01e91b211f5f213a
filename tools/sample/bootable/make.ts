import { writeFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../../images/errors.ts";
import { ensurePrograms } from "../../setup/programs.ts";
import { inWork, writeArtifact } from "../artifact.ts";
import { buildUuid, type SampleBuild } from "../build.ts";
import { diskSize } from "../disk.ts";
import { diskLayout, partitionScript } from "../partitions.ts";
import { runProgram } from "../program.ts";
import { cloudRelease } from "../root.ts";
import { hostArchive } from "./archive.ts";
import { bootableContents } from "./contents.ts";
import { bootableVendors, isBootableVendor, packagesToInstall, type BootableVendor } from "./packages.ts";

/** A real Debian of today's archive, so unlike a sample it has other bytes each day. `archive`: URL; that of this machine unless said. */
export async function makeBootable(build: SampleBuild, folder: string, archive: string | undefined): Promise<string> {
  const vendor = bootableVendor(build);
  await requireRoot();
  await ensurePrograms(["mmdebstrap"]);
  const from = archive ?? (await hostArchive());
  return inWork(folder, async (work) => {
    await runProgram(path.join(import.meta.dirname, "make-disk.sh"), [], {
      env: await scriptEnvironment({ ...build, vendor }, work, from),
    });
    return writeArtifact({ build, folder, work, contents: await bootableContents(work) });
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

async function requireRoot(): Promise<void> {
  const user = process.getuid?.();
  if (user === 0) return;
  throw new UserError({
    where: "--bootable",
    value: `user id ${user ?? "unknown"}`,
    expected: "root, who may mount and install a boot loader",
    remedy: "type the same with sudo",
  });
}

async function scriptEnvironment(
  build: SampleBuild & { vendor: BootableVendor },
  work: string,
  archive: string,
): Promise<Record<string, string>> {
  const layout = diskLayout(build.arch, diskSize(build));
  const { root, esp } = layout;
  if (esp === undefined) throw new RangeError(`no EFI partition on ${build.arch}`);
  const partitions = path.join(work, "partitions");
  await writeFile(partitions, partitionScript(build, layout));
  return {
    FOLDER: work,
    SUITE: build.suite,
    ARCHIVE: archive,
    PACKAGES: packagesToInstall(build.vendor).join(","),
    SIZE: String(diskSize(build)),
    PARTITIONS: partitions,
    ROOT_START: String(root.start),
    ROOT_KIB: String(root.size / 1024),
    ROOT_PARTUUID: buildUuid(build, `partition ${root.number}`),
    ESP_START: String(esp.start),
    ESP_KIB: String(esp.size / 1024),
    VENDOR: build.vendor,
    CLOUD_RELEASE: cloudRelease(build),
  };
}
