import { existsSync, readFileSync } from "node:fs";

/** Capabilities that real services need: for Neutron's bridges, libvirt's name spaces, mounts. Root in a container may lack them. */
const needed = { CAP_NET_ADMIN: 12, CAP_SYS_ADMIN: 21 } as const;

/** The needed capabilities that a process lacks, by the text of its `/proc/<pid>/status`. */
export function lackingCapabilities(status: string): string[] {
  const [, effective] = /^CapEff:\s*([0-9a-f]+)$/m.exec(status) ?? [];
  const held = BigInt(`0x${effective ?? "0"}`);
  return Object.entries(needed).flatMap(([name, bit]) => (((held >> BigInt(bit)) & 1n) === 1n ? [] : [name]));
}

/** Why this machine cannot start real services, or machines in folders; undefined if it can. */
export function unfitFor(command: "test:services" | "test:bare"): string | undefined {
  if (!existsSync("/etc/debian_version")) return "this is no Debian";
  if (process.getuid?.() !== 0) return `you are not root: sudo npm run ${command}`;
  const lacking = lackingCapabilities(readFileSync("/proc/self/status", "utf8"));
  return lacking.length === 0 ? undefined : `root lacks ${lacking.join(", ")} here`;
}
