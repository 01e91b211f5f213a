import type { Check } from "./check.ts";

export const network: Check = {
  name: "network",
  about: "the address and the resolver that were given are in use",
  collect: [
    "ip -o -4 address show scope global | sed -n 's/.* inet \\([0-9.]*\\).*/address \\1/p'",
    "sed -n 's/^nameserver */resolver /p' /etc/resolv.conf",
    "resolvectl dns 2>/dev/null | sed -n 's/^Link [^:]*: *//p' | tr ' ' '\\n' | sed -n 's/^\\([0-9.]*\\)$/resolver \\1/p'",
  ].join("\n"),
  judge(output, { network: given }) {
    const lines = new Set(output.split("\n").map((line) => line.trim()));
    const findings: string[] = [];
    if (given.address !== null && !lines.has(`address ${given.address}`))
      findings.push(`does not have the address ${given.address}`);
    if (given.resolver !== null && !lines.has(`resolver ${given.resolver}`))
      findings.push(`does not use the resolver ${given.resolver}`);
    return findings;
  },
};
