import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Debian's cloud-init with what it needs, unpacked. It is not installed, or it would set up this machine at its next boot. */
export class SchemaCheck {
  private readonly folder: string;
  /** The folder of its Python modules. */
  private readonly modules: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.modules = path.join(folder, "root/usr/lib/python3/dist-packages");
  }

  static async fetch(): Promise<SchemaCheck> {
    const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-cloud-init-"));
    const archives = path.join(folder, "archives");
    await mkdir(path.join(archives, "partial"), { recursive: true });
    const options = ["-o", `Dir::Cache::archives=${archives}`, "-o", "DPkg::Lock::Timeout=300"];
    const wanted = ["install", "-y", "--no-install-recommends", "--download-only", "--reinstall", "cloud-init"];
    await execute("apt-get", [...options, ...wanted]);
    for (const name of (await readdir(archives)).filter((each) => each.endsWith(".deb")))
      await execute("dpkg-deb", ["-x", path.join(archives, name), path.join(folder, "root")]);
    return new SchemaCheck(folder);
  }

  /** What cloud-init says of user data. Throws where it refuses them. */
  async said(userData: string): Promise<string> {
    const file = path.join(this.folder, "user-data");
    await writeFile(file, userData);
    const args = ["-m", "cloudinit.cmd.main", "schema", "--config-file", file];
    const { stdout } = await execute("/usr/bin/python3", args, { env: { ...process.env, PYTHONPATH: this.modules } });
    return stdout;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
