import { randomBytes } from "node:crypto";
import { mkdtemp, rm, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { amphoraChecks, amphoraFindings } from "../../model/checks.ts";
import type { AmphoraBootInputs } from "../../model/resources.ts";
import { scriptOf, userDataOf } from "../../../../images/boot-tests/collector.ts";
import { readConsole } from "../../../../images/boot-tests/console.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { runCommand } from "../../../../storage/command.ts";
import { accelerators } from "../../../../clients/qemu/accelerator.ts";
import { refuseDeadMachine } from "../../../../clients/qemu/dead-machine.ts";
import { runMachine } from "../../../../clients/qemu/index.ts";

/**
 * Boots a build in QEMU and returns the findings. The build's file is only read. Throws if the machine could not run, which is no
 * fault of the image.
 */
export async function bootAmphora(
  { signal, report, warn }: Pick<Operation, "signal" | "report" | "warn">,
  { file, seconds, versions, accelerator: choice }: AmphoraBootInputs,
): Promise<string[]> {
  const run = randomBytes(8).toString("hex");
  const folder = await mkdtemp(join(tmpdir(), "amphora-boot-"));
  try {
    const disk = join(folder, "disk.qcow2");
    const overlay = ["create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", file, disk];
    await runCommand("qemu-img", overlay, { signal, take: async (output) => void output.resume() });
    const seed = await makeConfigDrive(folder, userDataOf(scriptOf(amphoraChecks, { run, seconds })), signal);
    const needs = { arch: "amd64", firmware: "bios" } as const;
    const accelerator = await accelerators.choose(choice ?? "auto", needs, { signal, warn });
    const hardware = { ...needs, accelerator, disk, seed, variables: null };
    const seen = await runMachine({ run, seconds, signal, report }, hardware);
    signal.throwIfAborted();
    await refuseDeadMachine({ run, signal }, hardware, seen);
    return amphoraFindings(readConsole(seen.console, run), { versions });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes a config drive in the folder, as Nova does: amphorae use only this data source of cloud-init. Returns its path. */
async function makeConfigDrive(folder: string, userData: string, signal: AbortSignal): Promise<string> {
  const root = join(folder, "drive");
  const latest = join(root, "openstack", "latest");
  await mkdir(latest, { recursive: true });
  const meta = { uuid: "6f1d4f0e-52c1-4e1a-9a6e-2f7b1c3d5e70", name: "amphora", hostname: "amphora" };
  await writeFile(join(latest, "meta_data.json"), JSON.stringify(meta));
  await writeFile(join(latest, "user_data"), userData);
  const path = join(folder, "config-drive.iso");
  const args = ["-quiet", "-output", path, "-volid", "config-2", "-joliet", "-rock", root];
  await runCommand("genisoimage", args, { signal, take: async (output) => void output.resume() });
  return path;
}
