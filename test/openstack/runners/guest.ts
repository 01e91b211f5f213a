import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** A machine in QEMU, with Nova's data on a config drive. 10.0.2.2 leads it to this host's loopback. */
export class Guest {
  readonly #console: string;
  readonly #process: ChildProcess;

  private constructor(console: string, process: ChildProcess) {
    this.#console = console;
    this.#process = process;
  }

  static async start(folder: string, { disk, userData, serial, memory = 1024 }: Told): Promise<Guest> {
    const drive = await configDrive(folder, userData);
    const cache = path.join(folder, "cache.raw");
    await writeFile(cache, "");
    execFileSync("truncate", ["-s", "1G", cache]);
    const console = path.join(folder, "console");
    const options = [
      ["-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", String(memory)],
      ["-display", "none", "-monitor", "none", "-serial", `file:${console}`, "-no-reboot"],
      // without an index the BIOS would boot the empty disk
      ["-drive", `file=${disk},format=raw,if=none,id=disk,snapshot=on`],
      ["-device", "virtio-blk-pci,drive=disk,bootindex=0"],
      ["-drive", `file=${drive},format=raw,if=virtio,readonly=on`],
      ["-drive", `file=${cache},format=raw,if=none,id=cache`, "-device", `virtio-blk-pci,drive=cache,serial=${serial}`],
      ["-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net", "-device", "virtio-rng-pci"],
    ];
    return new Guest(console, spawn("qemu-system-x86_64", options.flat(), { stdio: "ignore" }));
  }

  /** All that the machine wrote to its console so far. */
  console(): Promise<string> {
    return readFile(this.#console, "utf8").catch(() => "");
  }

  /** Waits until the machine has switched itself off. */
  async off(): Promise<void> {
    if (this.#process.exitCode === null) await new Promise((resolve) => this.#process.once("exit", resolve));
  }

  async end(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.off();
  }
}

interface Told {
  /** The path of an image's raw disk, which the machine does not change. */
  disk: string;
  userData: string;
  /** The serial number of a second, empty disk. */
  serial: string;
  /** MiB; default: 1024. */
  memory?: number;
}

async function configDrive(folder: string, userData: string): Promise<string> {
  const root = path.join(folder, "config-drive");
  const latest = path.join(root, "openstack/latest");
  await mkdir(latest, { recursive: true });
  const metadata = { uuid: "5f0c6a52-7c1e-4d0b-9d0e-3d4f5a6b7c8d", name: "runner", hostname: "runner" };
  await writeFile(path.join(latest, "meta_data.json"), JSON.stringify(metadata));
  await writeFile(path.join(latest, "user_data"), userData);
  const drive = path.join(folder, "config-drive.iso");
  execFileSync("genisoimage", ["-quiet", "-output", drive, "-volid", "config-2", "-joliet", "-rock", root]);
  return drive;
}
