import { execFileSync } from "node:child_process";
import { mkdir, readdir, rename } from "node:fs/promises";
import path from "node:path";

/**
 * Downloads into `<folder>/pool` the packages, and all that they need and a system lacks, from this machine's archive of Debian.
 *
 * @param status the path of the system's `NAME.dpkg-status`
 */
export async function downloadPackages(folder: string, status: string, packages: readonly string[]): Promise<void> {
  const [archives, pool] = [path.join(folder, "archives"), path.join(folder, "pool")];
  await mkdir(path.join(archives, "partial"), { recursive: true });
  await mkdir(pool, { recursive: true });
  const options = [`Dir::State::status=${status}`, `Dir::Cache::archives=${archives}`, "APT::Sandbox::User=root"];
  const wanted = ["install", "--download-only", "--no-install-recommends", "--yes", ...packages];
  execFileSync("apt-get", ["-qq", ...options.flatMap((option) => ["-o", option]), ...wanted]);
  const files = (await readdir(archives)).filter((name) => name.endsWith(".deb")).toSorted();
  // apt encodes an epoch in a file's name, and a server would decode it
  for (const [number, name] of files.entries())
    await rename(path.join(archives, name), path.join(pool, `${number}.deb`));
}
