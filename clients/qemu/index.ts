import { copyFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AcceleratorChoice } from "../../images/boot-tests/accelerator.ts";
import { UserError } from "../../images/model/errors.ts";
import { fileName } from "../../images/tree/files.ts";
import { firmwareFiles, isQemuArch, qemuArches, qemuMachines } from "../../images/boot-tests/qemu-machines.ts";
import type { Boot } from "../../images/boot-tests/verdict.ts";
import { hasCode } from "../../storage/files/fault.ts";
import { start } from "../../storage/programs/start.ts";
import { runCommand } from "../../storage/command.ts";
import { Listener } from "./listener.ts";
import type { Machine, Order, Watched } from "./machine.ts";
import { accelerators } from "./accelerator.ts";
import { argumentsOf, given, type Hardware } from "./arguments.ts";
import { guarded } from "./guarded.ts";
import { refuseDeadMachine } from "./dead-machine.ts";
import { internalError } from "./internal-error.ts";
import { makeSeed } from "./seed.ts";

const hostname = "boot-test";

/** Bytes by which the disk is larger than the image, so that its root can grow. */
const growth = 2 ** 30;

/** Boots guests on this machine. */
interface Host {
  accelerator: AcceleratorChoice;
  warn: (text: string) => void;
}

/** Boots an image in QEMU. The image is only read: the guest writes into an overlay, which is removed with the machine. */
export const bootInQemu =
  (host: Host): Machine =>
  async (order) => {
    const folder = await mkdtemp(join(tmpdir(), "boot-test-"));
    try {
      const raw = join(order.files, fileName(order.image, "raw"));
      const diskBytes = (await stat(raw)).size + growth;
      const hardware = await assemble(order, folder, { ...host, raw, diskBytes });
      const seen = await runMachine(order, hardware);
      await refuseDeadMachine(order, hardware, seen);
      return { ...seen, accelerator: hardware.accelerator, network: given, hostname, diskBytes };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

async function assemble(
  { image: { arch }, firmware, userData, signal }: Order,
  folder: string,
  { raw, diskBytes, accelerator: choice, warn }: { raw: string; diskBytes: number } & Host,
): Promise<Hardware> {
  if (!isQemuArch(arch)) throw notSetUp(arch);
  const disk = join(folder, "disk.qcow2");
  const overlay = ["create", "-q", "-f", "qcow2", "-F", "raw", "-b", raw, disk, String(diskBytes)];
  await runCommand("qemu-img", overlay, { signal, take: async (output) => void output.resume() });
  const seed = await makeSeed(folder, { hostname, userData, resolver: given.resolver }, signal);
  const files = firmwareFiles(arch, firmware);
  const variables = files === null ? null : join(folder, "variables.fd");
  if (files !== null && variables !== null)
    await copyFirmware(files.variables, variables, qemuMachines[arch].packages.firmware);
  const accelerator = await accelerators.choose(choice, { arch, firmware }, { signal, warn });
  return { arch, firmware, accelerator, disk, seed, variables };
}

const notSetUp = (arch: string): UserError =>
  new UserError({
    where: "tests.where",
    value: `qemu, of ${arch}`,
    expected: qemuArches.join(", "),
    remedy: "boot it elsewhere",
  });

async function copyFirmware(from: string, to: string, inPackage: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    throw hasCode(error, "ENOENT") ? notInstalled(from, inPackage) : error;
  }
}

/** Runs the machine until its guest has reported everything, stops by itself, or its time is over. */
export async function runMachine(
  { run: mark, seconds, signal, report }: Pick<Order, "run" | "seconds" | "signal" | "report">,
  hardware: Hardware,
): Promise<Watched> {
  const { emulator } = qemuMachines[hardware.arch];
  const [command, args] = guarded(seconds + 30, emulator, argumentsOf(hardware));
  const { promise, resolve, reject } = Promise.withResolvers<Watched>();
  const begun = performance.now();
  const child = start(command, args, { stdio: ["ignore", "pipe", "pipe"], signal, killSignal: "SIGKILL" });
  let ended: Boot["ended"] | undefined;
  const stop = (why: Boot["ended"]): void => {
    ended ??= why;
    child.kill("SIGKILL");
  };
  const listener = new Listener(mark, stop);
  const limit = setTimeout(() => stop("timeout"), seconds * 1000);
  const clock = setInterval(() => {
    report(`booting with ${hardware.firmware}: ${Math.round((performance.now() - begun) / 1000)} s`);
  }, 5_000);
  let complaint = "";
  let broke: string | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => listener.hear(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-1000);
    broke ??= internalError(complaint);
    if (broke !== undefined) stop("stopped");
  });
  child.once("error", reject);
  child.once("close", (code) => {
    clearTimeout(limit);
    clearInterval(clock);
    listener.end();
    const took = Math.round((performance.now() - begun) / 100) / 10;
    if (ended === undefined && code !== 0)
      reject(new Error(`${emulator} ended with status ${code ?? ""}: ${complaint.trim()}`));
    else
      resolve({
        console: listener.console,
        seconds: took,
        ended: ended ?? "stopped",
        ...(broke !== undefined && { broke }),
      });
  });
  return promise;
}

const notInstalled = (file: string, inPackage: string): UserError =>
  new UserError({
    where: file,
    value: "",
    expected: "to be installed",
    remedy: `install Debian's package ${inPackage}`,
  });
