import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseBuildFile } from "../../images/tree/files.ts";
import { parseVersion } from "../../images/model/version.ts";
import { bootableArtifact } from "./bootable-artifact.ts";
import type { Variant } from "../../tools/recipes/variants.ts";
import type { BootableArch, BootableVendor } from "../../tools/recipes/vendors.ts";

interface RealImage {
  /** "20260717-2542" */
  version: string;
  /** Default: genericcloud, the smallest. */
  vendor?: BootableVendor;
  /** Default: amd64. */
  arch?: BootableArch;
  variant?: Variant;
}

/**
 * The folder of an artifact of bookworm that boots. It comes from this machine's cache where it was made today, so a test must not change
 * it. Needs root.
 */
export async function realArtifact(image: RealImage): Promise<string> {
  const { version, vendor = "genericcloud", arch = "amd64", variant } = image;
  const parsed = parseVersion(version);
  if (parsed === undefined) throw new TypeError(`no version: ${version}`);
  withSystemPrograms();
  return bootableArtifact({ suite: "bookworm", vendor, arch, version: parsed }, variant);
}

/** Copies the files of an artifact into a folder of builds. */
export async function copyBuild(artifact: string, folder: string): Promise<void> {
  const files = (await readdir(artifact)).filter((name) => parseBuildFile(name) !== undefined);
  for (const name of files) await cp(path.join(artifact, name), path.join(folder, name));
}

/** The path that all files of the build in a folder begin with. */
export async function baseOf(artifact: string): Promise<string> {
  const bases = (await readdir(artifact))
    .map((name) => parseBuildFile(name)?.base)
    .filter((base) => base !== undefined);
  const [base, ...others] = new Set(bases);
  if (base === undefined || others.length > 0) throw new TypeError(`expected one build in ${artifact}`);
  return path.join(artifact, base);
}

/** Unpacks an artifact's disk, and removes it after `use`. */
export async function withDisk(artifact: string, use: (disk: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-disk-"));
  try {
    execFileSync("tar", ["-xSf", `${await baseOf(artifact)}.tar.xz`, "-C", folder]);
    await use(path.join(folder, "disk.raw"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Adds the folders to PATH in which Debian keeps mke2fs and others. */
function withSystemPrograms(): void {
  const known = process.env["PATH"] ?? "";
  if (!known.split(":").includes("/usr/sbin")) process.env["PATH"] = `${known}:/usr/sbin:/sbin`;
}
