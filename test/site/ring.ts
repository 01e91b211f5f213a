import { spawnSync } from "node:child_process";
import { installFromDebian } from "../../tools/setup/programs.ts";

/** Prepares the ring: root gets a browser, two servers and readers from Debian's packages. Anybody else tests with what is installed. */
export async function setup(): Promise<void> {
  const missing = [
    ["chromium", "chromium"],
    ["/usr/sbin/apache2", "apache2-bin"],
    ["/usr/sbin/nginx", "nginx-light"],
    ["curl", "curl"],
    ["gpg", "gpg"],
    ["openssl", "openssl"],
    ["pip3", "python3-pip"],
    ["sq", "sq"],
    ["lxc", "lxd-client"],
  ].filter(([program = ""]) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  if (missing.length === 0 || process.getuid?.() !== 0) return;
  // not each release of Debian has all of them
  const packages = missing.map(([, name = ""]) => name);
  await installFromDebian(packages).catch((error: unknown) => {
    console.warn(`not installed: ${packages.join(", ")}; what needs them is skipped`, error);
  });
}
