import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { journal, userData } from "../../../images/boot-tests/collector.ts";
import { readConsole } from "../../../images/boot-tests/console.ts";
import type { Firmware } from "../../../images/boot-tests/firmware.ts";
import { judgeBoot, type BootResult } from "../../../images/boot-tests/verdict.ts";
import { definitionOf, type Described } from "../../../images/model/definitions/vendors.ts";
import { fileName } from "../../../images/tree/files.ts";
import { formatHost, type BootHost } from "../../../images/boot-tests/boot-host.ts";
import type { Image } from "../../../images/model/image.ts";
import { parseManifest, type Package } from "../../../images/builds/manifest.ts";
import type { Traces } from "./evidence.ts";
import type { Machine } from "../../../clients/qemu/machine.ts";

/** An image that is to be booted, and how. */
interface Task {
  image: Image & Described;
  /** The folder that holds its files. */
  files: string;
  hosts: readonly BootHost[];
  firmware: readonly Firmware[];
  seconds: number;
  signal: AbortSignal;
  report: (text: string) => void;
}

/** A boot's result, and its evidence. */
export interface Booted {
  result: BootResult;
  traces: Traces;
}

export type MachineOn = (host: BootHost) => Machine;

/**
 * Boots an image on each host with each firmware, one after the other, and judges it. Throws when a machine could not be had.
 */
export async function* bootAll(task: Task, machineOn: MachineOn): AsyncGenerator<Booted> {
  const { image, files } = task;
  const path = join(files, fileName(image, "json"));
  const packages = packagesIn(await readFile(path, "utf8"), path);
  for (const host of task.hosts)
    for (const firmware of task.firmware)
      yield bootOnce(task, { where: formatHost(host), firmware, packages }, machineOn(host));
}

async function bootOnce(
  { image, files, seconds, signal, report }: Task,
  { where, firmware, packages }: { where: string; firmware: Firmware; packages: readonly Package[] },
  machine: Machine,
): Promise<Booted> {
  const vendor = definitionOf(image);
  const run = randomBytes(8).toString("hex");
  const script = userData(vendor, { run, seconds });
  const seen = await machine({ image, files, firmware, run, userData: script, seconds, signal, report });
  signal.throwIfAborted();
  const { console, network, hostname, diskBytes } = seen;
  const context = { image, vendor, packages, diskBytes, hostname, firmware, network, console, seconds };
  return {
    result: { where, ...judgeBoot({ ...seen, firmware, run }, context) },
    traces: { where, firmware, console, journal: readConsole(console, run).get(journal.name) },
  };
}

/** The packages in a published manifest. */
function packagesIn(text: string, path: string): readonly Package[] {
  return parseManifest(text, path).items[0].data.packages;
}
