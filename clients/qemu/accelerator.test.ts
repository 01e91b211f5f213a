import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { firmwareFiles, qemuArches, qemuMachines, type QemuArch } from "../../images/boot-tests/qemu-machines.ts";
import { firmwareFor, type Firmware } from "../../images/boot-tests/firmware.ts";
import { standingKvm } from "../../test/peers/standing-kvm.ts";
import { findProgram } from "../../storage/programs/search.mjs";
import { Accelerators } from "./accelerator.ts";
import { refuseDeadMachine } from "./dead-machine.ts";
import { runMachine } from "./index.ts";
import { whyNoGuest } from "./probe.ts";

const signal = new AbortController().signal;
const bios = { arch: "amd64", firmware: "bios" } as const;

let folder: string;
let said: string[];
const told = { signal, warn: (text: string) => void said.push(text) };
/** Present and usable, as /dev/kvm on such hosts. */
const device = "/dev/null";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "accelerator-"));
  said = [];
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A stand-in for QEMU with KVM that runs this script; first on PATH. */
async function withKvm(script: string): Promise<void> {
  const bin = await standingKvm(folder);
  const file = join(bin, "qemu-system-x86_64");
  await writeFile(file, `#!/bin/sh\n[ "$1" = --version ] && exit\necho "$*" >> ${bin}/started\n${script}\n`);
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"] ?? ""}`);
}

const starts = async (): Promise<number> =>
  (await readFile(join(folder, "standing-kvm", "started"), "utf8")).trim().split("\n").length;

const talking = 'echo "64 bits and a clock that ticks"; exec sleep 100';

describe("the accelerator", () => {
  it("is KVM where a guest runs with it, which is asked once for each firmware", async () => {
    await withKvm(talking);
    const machine = new Accelerators(device);
    const chosen = await Promise.all([1, 2].map(() => machine.choose("auto", bios, told)));
    expect([...chosen, await new Accelerators(device).choose("auto", bios, told)]).toEqual(["kvm", "kvm", "kvm"]);
    expect(await starts()).toBe(1);
    expect(said).toEqual([]);
  });

  it.each([
    ["is refused", 'echo "System Management Mode not supported by this hypervisor." >&2; exit 1', /Mode not supported/],
    ["gives it up", 'echo "KVM internal error. Suberror: 1" >&2; exec sleep 100', /internal error\. Suberror: 1$/],
    ["ends at once", "exit 0", /ended with status 0/],
  ])("is TCG where KVM %s, and it is said once why", async (_is, script, why) => {
    await withKvm(script);
    const machine = new Accelerators(device);
    expect(await machine.choose("auto", bios, told)).toBe("tcg");
    expect(await machine.choose("auto", bios, told)).toBe("tcg");
    expect(said).toEqual([expect.stringMatching(why)]);
    expect(await new Accelerators(device).choose("auto", bios, told)).toBe("tcg");
    expect(await starts()).toBe(1);
  });

  it("is asked again by another QEMU, and once the machine's boot is another", async () => {
    await withKvm(talking);
    await new Accelerators(device).choose("auto", bios, told);
    await rm(join(folder, "cache"), { recursive: true });
    await new Accelerators(device).choose("auto", bios, told);
    expect(await starts()).toBe(2);
  });

  it("is what the configuration says, and TCG where there is no device; nothing is asked then", async () => {
    await withKvm(talking);
    expect(await new Accelerators(device).choose("tcg", bios, told)).toBe("tcg");
    expect(await new Accelerators(device).choose("kvm", bios, told)).toBe("kvm");
    expect(await new Accelerators(join(folder, "kvm")).choose("auto", bios, told)).toBe("tcg");
    expect(existsSync(join(folder, "standing-kvm", "started"))).toBe(false);
  });

  it("does not wait longer than seconds for a guest that never runs", async () => {
    await withKvm("exec sleep 100");
    const why = await whyNoGuest({ ...bios, accelerator: "kvm" }, signal, 1);
    expect(why).toBe("a tiny guest said nothing in 1 s");
  });

  it("that starts a machine and never runs it breaks the boot, and is not waited for longer than the boot's time", async () => {
    await withKvm("exec sleep 100");
    const hardware = { ...bios, accelerator: "kvm", variables: null, disk: "/none", seed: "/none" } as const;
    const order = { run: "ab12", seconds: 1, signal, report: () => undefined };
    const seen = await runMachine(order, hardware);
    expect(seen).toMatchObject({ ended: "timeout", console: "" });
    await expect(refuseDeadMachine(order, hardware, seen)).rejects.toThrow(/the image was not tested/);
  });

  it("that gives a guest up on its way ends the boot at once", async () => {
    await withKvm('echo "SeaBIOS"; echo "KVM internal error. Suberror: 1" >&2; exec sleep 100');
    const hardware = { ...bios, accelerator: "kvm", variables: null, disk: "/none", seed: "/none" } as const;
    const order = { run: "ab12", seconds: 60, signal, report: () => undefined };
    const seen = await runMachine(order, hardware);
    await expect(refuseDeadMachine(order, hardware, seen)).rejects.toThrow(/does not run guests.*Suberror: 1/);
  });

  it("is another one after a machine with it did not run, and the image is not blamed", async () => {
    await withKvm(talking);
    const { accelerators: shared } = await import("./accelerator.ts");
    const board = { ...bios, accelerator: "kvm", variables: null } as const;
    const seen = { console: "\r\n", ended: "timeout", seconds: 600 } as const;
    await expect(refuseDeadMachine({ run: "ab12", signal }, board, seen)).rejects.toThrow(/stayed empty for 600 s/);
    expect(await shared.choose("auto", bios, told)).toBe("tcg");
    expect(await new Accelerators(device).choose("auto", bios, told)).toBe("tcg");
  });
});

/** With emulation, if QEMU is installed. It proves that the probe guests run. The guest for Secure Boot takes longer: test/long. */
const installed = qemuArches.flatMap((arch) =>
  firmwareFor(arch, ["bios", "uefi"])
    .filter((firmware) => isInstalled(arch, firmware))
    .map((firmware) => [arch, firmware] as const),
);
if (installed.length === 0) console.warn("NOT TESTED: guests of the probe, for which QEMU is missing");

function isInstalled(arch: QemuArch, firmware: Firmware): boolean {
  const files = firmwareFiles(arch, firmware);
  return findProgram(qemuMachines[arch].emulator) !== undefined && (files === null || existsSync(files.variables));
}

describe.runIf(installed.length > 0)("a tiny guest", () => {
  it.each(installed)("of %s with %s runs", { timeout: 300_000 }, async (arch, firmware) => {
    expect(await whyNoGuest({ arch, firmware, accelerator: "tcg" }, signal, 240)).toBeUndefined();
  });

  it(
    "is asked after a guest that was silent: where it runs, the image is what stood still",
    { timeout: 400_000 },
    async () => {
      const board = { ...bios, accelerator: "tcg", variables: null } as const;
      const seen = { console: "Booting from Hard Disk...", ended: "timeout", seconds: 600 } as const;
      await expect(refuseDeadMachine({ run: "ab12", signal }, board, seen)).resolves.not.toThrow();
    },
  );
});

it("the stand-in of such a host hands everything but KVM on, wherever it stands on PATH", async () => {
  const real = join(folder, "real");
  await mkdir(real);
  await writeFile(join(real, "qemu-system-x86_64"), "#!/bin/sh\necho real $*\n", { mode: 0o755 });
  vi.stubEnv("PATH", `${real}:${process.env["PATH"] ?? ""}`);
  const bin = await standingKvm(folder);
  vi.stubEnv("PATH", `/nowhere:${bin}:${process.env["PATH"] ?? ""}`);
  expect(execFileSync("qemu-system-x86_64", ["-accel", "tcg"], { encoding: "utf8", timeout: 10_000 })).toBe(
    "real -accel tcg\n",
  );
});
