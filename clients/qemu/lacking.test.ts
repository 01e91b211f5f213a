import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { QemuArch } from "../../images/boot-tests/qemu-machines.ts";
import { runMachine } from "./index.ts";
import { makeSeed } from "./seed.ts";

/** A machine on which only some programs are installed. */

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lacking-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function installOnly(...programs: string[]): Promise<void> {
  for (const program of programs) {
    const [path = ""] = execFileSync("which", [program], { encoding: "utf8" }).split("\n");
    await symlink(path, join(folder, program));
  }
  vi.stubEnv("PATH", folder);
}

const signal = new AbortController().signal;
const boot = (arch: QemuArch) => () =>
  runMachine(
    { run: "ab12", seconds: 10, signal, report: () => undefined },
    { arch, firmware: "uefi", accelerator: "tcg", disk: "/none", seed: "/none", variables: null },
  );

test.each([
  ["the emulator", ["setpriv", "timeout"], boot("amd64"), /^qemu-system-x86_64: .*Debian has in qemu-system-x86$/],
  [
    "the emulator of AArch64",
    ["setpriv", "timeout"],
    boot("arm64"),
    /^qemu-system-aarch64: .*Debian has in qemu-system-arm$/,
  ],
  ["what ends it in time", [], boot("amd64"), /^setpriv: .*Debian has in util-linux$/],
  [
    "what makes the guest's seed",
    [],
    () => makeSeed(folder, { hostname: "boot-test", userData: "", resolver: "10.0.2.3" }, signal),
    /^genisoimage: .*Debian has in genisoimage$/,
  ],
] as const)("where %s is missing, its package is named", async (_, programs, attempt, message) => {
  await installOnly(...programs);
  await expect(attempt()).rejects.toThrow(message);
});
