import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { standingKvm } from "../../../../test/peers/standing-kvm.ts";
import { jobAccelerator } from "./job-accelerator.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-jobs-"));
});
afterEach(() => rm(folder, { recursive: true }));

const program = (name: string, script: string): Promise<void> =>
  writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

interface Answer {
  said: string;
  complaint: string;
}

/** As a job asks, on a host whose QEMU is found in `bin`; /dev/null is as writable as KVM's device is there. */
async function ask(bin: string, device = "/dev/null"): Promise<Answer> {
  await program("runuser", 'test "$1 $2 $3" = "-u casulana-jobs --" && shift 3 && exec "$@"');
  const { stdout, stderr } = spawnSync("sh", ["-s", "/base/vmlinuz", path.join(folder, "accelerator"), device, "1"], {
    input: jobAccelerator("amd64"),
    encoding: "utf8",
    env: { PATH: `${bin}:${folder}:/usr/bin:/bin` },
  });
  return { said: stdout, complaint: stderr };
}

const qemu = (script: string): Promise<void> => program("qemu-system-x86_64", `echo >> "${folder}/starts"\n${script}`);
const starts = async (): Promise<number> => (await readFile(path.join(folder, "starts"), "utf8")).length;

/** What Debian's kernel says last where it has no disk. */
const givesUp = `printf '[    0.9] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\\r\\n'`;

describe("a job's accelerator", () => {
  it("is KVM where a kernel ran with it, which one job asks for all", async () => {
    await qemu(givesUp);
    expect(await ask(folder)).toEqual({ said: "kvm\n", complaint: "" });
    expect(await ask(folder)).toEqual({ said: "kvm\n", complaint: "" });
    expect(await starts()).toBe(1);
  });

  it("is emulation where KVM starts a machine and never runs it, and it is said why", async () => {
    const { said, complaint } = await ask(await standingKvm(folder));
    expect(said).toBe("tcg\n");
    expect(complaint).toMatch(/^jobs are emulated: KVM runs no guest here, in 1 s/);
  });

  it.each([
    ["stops before its clock ticked", "echo '[    0.0] Linux version 6.12.43'; exec sleep 100", "Linux version"],
    ["gives up", "echo 'error: kvm run failed Bad address' >&2; exec sleep 100", "kvm run failed"],
    ["does not start", "echo 'Could not access KVM kernel module' >&2; exit 1", "Could not access"],
  ])("is emulation where a guest %s", async (_how, script, why) => {
    await qemu(script);
    const { said, complaint } = await ask(folder);
    expect(said).toBe("tcg\n");
    expect(complaint).toContain(why);
    expect((await ask(folder)).complaint).toBe("");
    expect(await starts()).toBe(1);
  });

  it("is emulation where there is no device: nothing is started, and nothing complained of", async () => {
    await qemu(givesUp);
    expect(await ask(folder, path.join(folder, "kvm"))).toEqual({ said: "tcg\n", complaint: "" });
    expect(await readdir(folder)).not.toContain("starts");
  });
});
