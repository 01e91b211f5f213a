import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { qemuMachines } from "../../images/boot-tests/qemu-machine-table.ts";
import { packageOf, packagesFor } from "../../storage/programs/packages.mjs";
import { commands, type Command } from "./commands.ts";
import { project } from "./bootstrap/folders.mjs";
import { programsReachedFrom } from "./needs.fixture.ts";

const inProject = (file: string): string => path.join(project, file);

/** The engine's programs, for a command that previews and for one that carries out. */
const ofEngine = {
  none: [],
  previews: ["index.ts", "policy/index.ts"],
  "carries out": ["index.ts", "policy/index.ts", "provider/index.ts"],
};

/** A preview asks the provider what would change, which starts no program. */
const notEntered = (command: Command): string[] => (command.engine === "previews" ? ["provider/index.ts"] : []);

/** Modules that tests start in separate processes. */
const ofTests: Readonly<Record<string, readonly string[]>> = { "../test.ts": ["tools/sample.ts"] };

/** Programs that only some runs need: such a run checks for them before its long work. */
const whenWanted: ReadonlyMap<string, string> = new Map([
  ["apt-get", "tools/recipes/archive.ts"],
  ["az", "clients/azure/login.ts"],
  ["arch-test", "tools/recipes/root.ts"],
  ["genisoimage", "tools/up/boot-programs.ts"],
  ["mmdebstrap", "tools/recipes/root.ts"],
  ["pip3", "test/peers/python-packages.ts"],
  ["python3", "test/peers/moto/moto.ts"],
  ["qemu-aarch64-static", "tools/recipes/root.ts"],
  ["qemu-system-aarch64", "images/boot-tests/qemu-machine-table.ts"],
  ["qemu-system-x86_64", "images/boot-tests/qemu-machine-table.ts"],
  ["qemu-x86_64-static", "tools/recipes/root.ts"],
  ["rsync", "test/clouds/circle/circle.ts"],
  ["update-binfmts", "tools/recipes/root.ts"],
  ["/usr/share/AAVMF/AAVMF_VARS.ms.fd", "images/boot-tests/qemu-machine-table.ts"],
  ["/usr/share/OVMF/OVMF_VARS_4M.ms.fd", "images/boot-tests/qemu-machine-table.ts"],
]);

/** Programs that exist wherever an npm script runs, or that set-up gets in other ways (Go, the engine). */
const always = new Set(["npm", "sh", "go", "pulumi"]);

const isAsked = (program: string): boolean => !whenWanted.has(program) && !always.has(program);

test.each(Object.entries(commands))("%s makes sure of the programs that its code starts", (_name, command) => {
  const module = path.join(import.meta.dirname, command.module);
  const roots = [module, ...[...ofEngine[command.engine ?? "none"], ...(ofTests[command.module] ?? [])].map(inProject)];
  const started = [...programsReachedFrom(roots, notEntered(command).map(inProject))].filter(isAsked);
  expect(new Set(command.programs?.filter(isAsked))).toEqual(new Set(started));
});

test("a program that only some runs need is made sure of where the run learns that", () => {
  for (const [program, file] of whenWanted) expect(readFileSync(inProject(file), "utf8")).toContain(`"${program}"`);
});

test("the ring of services makes sure of what moto runs on, although a bench without it only skips", () => {
  expect(commands["test:services"].programs).toEqual(expect.arrayContaining(["pip3", "python3"]));
});

test("each program of the table is one that a command, or some run of one, needs", () => {
  const asked = Object.values(commands).flatMap(({ programs = [] }) => programs);
  expect(new Set([...asked, ...whenWanted.keys(), "npm"])).toEqual(new Set(Object.keys(packageOf)));
});

test("QEMU and its firmware are of one package, whoever names it", () => {
  for (const { emulator, firmware, packages } of Object.values(qemuMachines)) {
    expect(packagesFor([emulator])).toEqual([packages.emulator]);
    expect(packagesFor([firmware["secure-boot"].variables])).toEqual([packages.firmware]);
  }
});
