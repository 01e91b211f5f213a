import { spawnSync } from "node:child_process";

/** Before the ring's tests: a browser, two servers and readers, of Debian's packages. Whoever is not root tests with what is there. */
export function setup(): void {
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
  const packages = missing.map(([, name = ""]) => name).filter(isInDebian);
  if (packages.length === 0) return;
  const options = ["install", "--yes", "--no-install-recommends", "--quiet"];
  const { status } = spawnSync("apt-get", [...options, ...packages], {
    stdio: "inherit",
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) console.warn(`not installed: ${packages.join(", ")}; what needs them is skipped`);
}

const isInDebian = (name: string): boolean =>
  /Candidate: \d/.test(spawnSync("apt-cache", ["policy", name], { encoding: "utf8", timeout: 60_000 }).stdout);
