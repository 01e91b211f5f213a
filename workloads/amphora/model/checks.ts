import { amphoraParts, type AmphoraDescription } from "./description.ts";

/** One thing that must hold inside a booted amphora. */
interface AmphoraCheck {
  /** The name in findings: lower case, with hyphens. */
  name: string;
  /** What must hold, for people. */
  about: string;
  /** A command for a POSIX shell, which root runs in the guest. Its output is judged. */
  collect: string;
  /** The findings, a sentence each. `output` comes from a guest and is untrusted. */
  judge: (output: string, built: Pick<AmphoraDescription, "versions">) => string[];
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

/** A finding for each missing line. */
const expectLines = (output: string, wanted: readonly string[]): string[] => {
  const printed = new Set(lines(output));
  return wanted.filter((line) => !printed.has(line)).map((line) => `expected "${line}"`);
};

export const amphoraChecks: readonly AmphoraCheck[] = [
  {
    name: "parts",
    about: "haproxy, keepalived and Octavia's agent are installed, in the versions of the build's description",
    collect: `dpkg-query -W -f '\${db:Status-Abbrev}\${Package} \${Version}\\n' ${amphoraParts.join(" ")}`,
    judge: (output, { versions }) =>
      expectLines(
        output,
        amphoraParts.map((part) => `ii ${part} ${versions[part]}`),
      ),
  },
  {
    name: "programs",
    about: "they run here: each says its version or its usage",
    collect:
      "haproxy -v >/dev/null 2>&1 && echo haproxy runs; keepalived --version >/dev/null 2>&1 && echo keepalived runs; " +
      "amphora-agent --help >/dev/null 2>&1 && echo amphora-agent runs",
    judge: (output) => expectLines(output, ["haproxy runs", "keepalived runs", "amphora-agent runs"]),
  },
  {
    name: "services",
    about: "the agent starts at boot, and starts the others itself",
    collect: "for unit in octavia-agent haproxy keepalived; do echo $unit $(systemctl is-enabled $unit); done",
    judge: (output) => expectLines(output, ["octavia-agent enabled", "haproxy disabled", "keepalived disabled"]),
  },
  {
    name: "cloud-init",
    about: "cloud-init, by which Octavia gives the agent its certificates, ended without error",
    collect: "cloud-init status",
    judge: (output) => expectLines(output, ["status: done"]),
  },
];

/** The findings of a boot, by the outputs of the checks. A missing output is a finding. */
export const amphoraFindings = (
  outputs: ReadonlyMap<string, string>,
  built: Pick<AmphoraDescription, "versions">,
): string[] =>
  amphoraChecks.flatMap(({ name, judge }) => {
    const output = outputs.get(name);
    const findings = output === undefined ? ["the guest reported nothing"] : judge(output, built);
    return findings.map((finding) => `${name}: ${finding}`);
  });
