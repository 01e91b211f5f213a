import { spawnSync } from "node:child_process";

/** Before the ring's tests: a browser and two servers, of Debian's packages. Whoever is not root tests with what is there. */
export function setup(): void {
  const missing = [
    ["chromium", "chromium"],
    ["/usr/sbin/apache2", "apache2-bin"],
    ["/usr/sbin/nginx", "nginx-light"],
  ].filter(([program = ""]) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  if (missing.length === 0 || process.getuid?.() !== 0) return;
  const packages = missing.map(([, name = ""]) => name);
  const options = ["install", "--yes", "--no-install-recommends", "--quiet"];
  const { status } = spawnSync("apt-get", [...options, ...packages], {
    stdio: "inherit",
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) console.warn(`not installed: ${packages.join(", ")}; what needs them is skipped`);
}
