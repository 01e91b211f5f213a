import { spawn } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { firmwareFiles, qemuMachines } from "../../images/boot-tests/qemu-machines.ts";
import { seedsOf } from "../../images/boot-tests/seeds.ts";
import { vendors } from "../../images/model/definitions/vendors.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { runProgram } from "../engine/command/command.ts";
import { listen } from "../peers/loopback.ts";
import { realArtifact, withDisk } from "../openstack/images.ts";

/** The finder says where each image finds its seed: real Debians of bookworm boot with each, by the arguments that the page gives. */

if (!isRoot()) console.warn("NOT TESTED: where cloud-init finds its seed, in images which only root can install");

const version = "20260717-2542";
const metaData = "instance-id: seed-1\nlocal-hostname: seed-1\n";
const userData = `#cloud-config\nbootcmd: ["echo the seed was read > /dev/ttyS0"]\n`;

const cases = (["genericcloud", "generic"] as const).flatMap((vendor) =>
  seedsOf({ suite: "bookworm", arch: "amd64" }, vendors[vendor]).map(({ seed, isSeen }) => ({ vendor, seed, isSeen })),
);

describe.runIf(isRoot())("in QEMU", { timeout: 30 * 60_000 }, () => {
  test.each(cases.map((each) => ({ ...each, way: each.seed.way })))(
    "$vendor reads a seed by $way: $isSeen",
    async ({ vendor, seed, isSeen }) => {
      expect(await isRead(vendor, [...machine(seed.machine), ...words(seed.qemu)])).toBe(isSeen);
    },
  );

  test("generic reads a seed on SATA with UEFI too", async () => {
    const sata = cases.find(({ seed }) => seed.way === "sata")?.seed.qemu ?? "";
    const files = firmwareFiles("amd64", "uefi");
    if (files === null) throw new Error("UEFI is files");
    const flash = (file: string): string[] => ["-drive", `if=pflash,format=raw,${file}`];
    const firmware = [...flash(`readonly=on,file=${files.code}`), ...flash("file=variables.fd")];
    const prepare = (folder: string) => copyFile(files.variables, path.join(folder, "variables.fd"));
    expect(await isRead("generic", [...machine(), ...firmware, ...words(sata)], prepare)).toBe(true);
  });
});

const machine = (named: string = qemuMachines.amd64.machine): string[] => ["-machine", named];

/** An argument in quotes stays one. */
const words = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

/** Boots the image until it has read its seed, or asks for a login without it. */
async function isRead(
  vendor: "generic" | "genericcloud",
  given: readonly string[],
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-seed-"));
  // the page's port may be taken
  const server = createServer((request, answer) => {
    const known: Readonly<Record<string, string>> = { "/meta-data": metaData, "/user-data": userData };
    const text = known[request.url ?? ""];
    answer.writeHead(text === undefined ? 404 : 200).end(text);
  });
  const { port } = new URL(await listen(server));
  try {
    await writeFile(path.join(folder, "user-data"), userData);
    await writeFile(path.join(folder, "meta-data"), metaData);
    const seed = ["-quiet", "-output", "seed.iso", "-volid", "cidata", "-joliet", "-rock", "user-data", "meta-data"];
    expect(await runProgram("genisoimage", seed, process.env, undefined, folder)).toMatchObject({ exitCode: 0 });
    await prepare(folder);
    let found = false;
    await withDisk(await realArtifact({ version, vendor }), async (disk) => {
      const args = given.map((each) => each.replace(":8000/", `:${port}/`));
      found = await boot(disk, args, folder);
    });
    return found;
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

function boot(disk: string, args: readonly string[], folder: string): Promise<boolean> {
  const qemu = spawn(
    qemuMachines.amd64.emulator,
    [
      ...["-nodefaults", "-display", "none", "-serial", "stdio", "-no-reboot", "-smp", "2", "-m", "1024"],
      ...["-accel", "tcg,thread=multi", "-cpu", "max", "-snapshot"],
      ...["-drive", `if=virtio,format=raw,file=${disk}`],
      ...["-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="],
      ...args,
    ],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  return new Promise((resolve, reject) => {
    let console = "";
    const end = (found: boolean): void => {
      resolve(found);
      qemu.kill("SIGKILL");
    };
    const hear = (text: Buffer): void => {
      console += text.toString();
      if (console.includes("the seed was read")) end(true);
      else if (/ login: /.test(console)) end(false);
    };
    qemu.stdout.on("data", hear);
    qemu.stderr.on("data", hear);
    qemu.once("error", reject);
    qemu.once("exit", () => reject(new Error(`QEMU ended: ${console.slice(-500)}`)));
  });
}
