import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { argumentsOf } from "./arguments.ts";
import { guarded } from "./guarded.ts";

/** A starter of a guarded program that says the program's id, and lives until it is killed. */
const starter = (program: string): string => `
  const { spawn } = require("node:child_process");
  const [command, args] = ${JSON.stringify(guarded(60, "bash", ["-c", program]))};
  spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
`;

const isAlive = async (pid: string): Promise<boolean> => {
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return status !== undefined && !/\) [ZX] /.test(status);
};

test.each([
  ["a program that ends when it is asked", "echo $$; exec sleep 1000"],
  ["a program that does not listen", "trap '' TERM; echo $$; while :; do sleep 1; done"],
])("%s does not outlive a starter that is killed", async (_, program) => {
  const child = spawn(process.execPath, ["-e", starter(program)], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = (await once(createInterface(child.stdout), "line")) as [string];
  expect(await isAlive(pid)).toBe(true);
  child.kill("SIGKILL");
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
});

test("its time is over once, whoever started it", async () => {
  const [command, args] = guarded(1, "bash", ["-c", "exec sleep 1000"]);
  const [code] = (await once(spawn(command, args), "close")) as [number];
  expect(code).toBe(124);
});

test("a path with a comma is one path", () => {
  const machine = { arch: "amd64", firmware: "bios", accelerator: "tcg", seed: "/s", variables: null } as const;
  expect(argumentsOf({ ...machine, disk: "/a,readonly=on" })).toContain("if=virtio,format=qcow2,file=/a,,readonly=on");
});
