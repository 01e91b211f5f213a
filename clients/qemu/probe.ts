import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firmwareFiles, qemuMachines } from "../../images/boot-tests/qemu-machines.ts";
import { start } from "../../storage/programs/start.ts";
import { clipped, printable } from "../../images/model/text/printable.ts";
import { internalError } from "./internal-error.ts";
import { boardArguments, rawDisk, type Board } from "./arguments.ts";
import { guarded } from "./guarded.ts";
import { guestDisk, guestWord } from "./probe-guest.ts";

/** Seconds. With KVM each of these guests reports within two, and OVMF in emulation within ten. */
export const probeSeconds = 30;

export type Probed = Omit<Board, "variables">;

/**
 * Boots a guest that is known to run. Returns the reason if it did not run, else undefined. For BIOS the guest is our own. For
 * UEFI it is the firmware itself, with its variables protected: it prints what it tries to boot.
 */
export async function whyNoGuest(
  board: Probed,
  signal: AbortSignal,
  seconds = probeSeconds,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "boot-probe-"));
  try {
    return await toldOf(board, await guestArguments(board, folder), signal, seconds);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const firmwareWord = "BdsDxe:";

async function guestArguments(board: Probed, folder: string): Promise<string[]> {
  const files = firmwareFiles(board.arch, board.firmware);
  if (files === null) {
    const disk = join(folder, "disk.raw");
    await writeFile(disk, guestDisk());
    return [...boardArguments({ ...board, variables: null }), ...rawDisk(disk)];
  }
  const variables = join(folder, "variables.fd");
  await copyFile(files.variables, variables);
  return boardArguments({ ...board, variables });
}

function toldOf(
  { arch, firmware }: Probed,
  machine: readonly string[],
  signal: AbortSignal,
  seconds: number,
): Promise<string | undefined> {
  const { emulator } = qemuMachines[arch];
  const word = firmwareFiles(arch, firmware) === null ? guestWord : firmwareWord;
  const [command, args] = guarded(seconds, emulator, machine);
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const child = start(command, args, { stdio: ["ignore", "pipe", "pipe"], signal, killSignal: "SIGKILL" });
  let console = "";
  let complaint = "";
  let isHeard = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    console = (console + text).slice(-mostText);
    if (isHeard || !console.includes(word)) return;
    isHeard = true;
    child.kill("SIGKILL");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(0, mostText);
    if (internalError(complaint) !== undefined) child.kill("SIGKILL");
  });
  child.once("error", reject);
  child.once("close", (code) => {
    const said = internalError(complaint) ?? clipped(printable(complaint.trim()), 300);
    if (isHeard) resolve(undefined);
    else if (code === overTime) resolve(`a tiny guest said nothing in ${seconds} s${said === "" ? "" : ` (${said})`}`);
    else resolve(said === "" ? `${emulator} ended with status ${code ?? ""}` : said);
  });
  return promise;
}

/** The exit code of `timeout` when the time is over. */
const overTime = 124;

const mostText = 8192;
