import type { Context } from "./checks/check.ts";
import { checksOf } from "./checks/index.ts";
import { clipped, printable } from "../model/text/printable.ts";
import { readConsole, type Outputs } from "./console.ts";
import { isRefused, type Firmware } from "./firmware.ts";

/** The result of one boot. */
export interface BootResult {
  /** `qemu` or `nova:<cloud>`, where an image may boot on several hosts. */
  where?: string;
  firmware: Firmware;
  /** `kvm`, `tcg`, or of a cloud's hypervisor its name. */
  accelerator: string;
  /** From power on to its last word. */
  seconds: number;
  checks: CheckResult[];
  /** Why checks could not be made; empty when all were made. */
  findings: string[];
}

interface CheckResult {
  name: string;
  /** `unknown`: the guest sent no output of it. */
  result: "passed" | "failed" | "unknown";
  findings: string[];
}

/** One boot of a machine, and how it ended. */
export interface Boot {
  firmware: Firmware;
  accelerator: string;
  seconds: number;
  /** This run's mark. */
  run: string;
  /** `reported`: the guest sent everything. `stopped`: it went down by itself. `timeout`: its time was over. `flooded`: it wrote more than anybody reads. */
  ended: "reported" | "stopped" | "timeout" | "flooded";
}

/** Judges one boot by the console's text. */
export function judgeBoot({ firmware, accelerator, seconds, run, ended }: Boot, context: Context): BootResult {
  const outputs = readConsole(context.console, run);
  const checks = checksOf(context.vendor).map(({ name, judge, collect }): CheckResult => {
    const output = collect === nothing && outputs.size > 0 ? "" : outputs.get(name);
    if (output === undefined) return { name, result: "unknown", findings: [] };
    const findings = judge(output, context).map(plain);
    return { name, result: findings.length === 0 ? "passed" : "failed", findings };
  });
  return { firmware, accelerator, seconds, checks, findings: obstacles(ended, outputs, checks, context) };
}

/** The script of a check that only reads the console. Its result counts only if the guest reported anything. */
const nothing = "true";

function obstacles(
  ended: Boot["ended"],
  outputs: Outputs,
  checks: readonly CheckResult[],
  { console, seconds }: Context,
): string[] {
  if (isRefused(console)) return [`Secure Boot violation: ${plain(lineOf(console))}`];
  const missing = checks.filter(({ result }) => result === "unknown").map(({ name }) => name);
  if (missing.length === 0) return [];
  const what =
    outputs.size === 0 ? "the guest reported nothing" : `the guest reported nothing of ${missing.join(", ")}`;
  return [`${what}: ${endings[ended](seconds)}; its last words: ${plain(lastWords(console))}`];
}

const endings: Record<Boot["ended"], (seconds: number) => string> = {
  reported: () => "what it sent was broken",
  stopped: () => "it stopped by itself",
  timeout: (seconds) => `${seconds} s were over`,
  flooded: () => "it flooded its console",
};

const mostText = 300;

/** A guest's text for people: on one line, cut, without control characters. */
const plain = (text: string): string => clipped(printable(withoutColours(text)).trim(), mostText);

const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "");

const lineOf = (console: string): string => console.split("\n").find((line) => isRefused(line)) ?? "";

const lastWords = (console: string): string => {
  const lines = withoutColours(console)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "");
  return lines.slice(-2).join(" | ") || "none";
};

/** The findings of all boots, each with its host and firmware. */
export function findingsOf(boots: readonly BootResult[]): string[] {
  return boots.flatMap(({ where = "qemu", firmware, checks, findings }) =>
    [...findings, ...checks.flatMap((check) => check.findings.map((finding) => `${check.name}: ${finding}`))].map(
      (finding) => `${where === "qemu" ? "" : `${where} `}${firmware}: ${finding}`,
    ),
  );
}
