import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { usages } from "./commands.mjs";
import type { Usage } from "./usage.mjs";
import { refuseUnwritable } from "./writable.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-writable-"));
  await writeFile(path.join(folder, "file"), "");
  await mkdir(path.join(folder, "folder"));
});
afterAll(() => rm(folder, { recursive: true }));

const all: [string, Usage][] = Object.entries(usages);
const writing = all.flatMap(([command, usage]) =>
  Object.entries(usage.options).flatMap(([name, option]) =>
    option.type === "string" && option.writes !== undefined ? [{ command, usage, name, writes: option.writes }] : [],
  ),
);

it("each option that says that it writes is known to write", () => {
  const told = all.flatMap(([command, { options }]) =>
    Object.entries(options).flatMap(([name, option]) =>
      option.type === "string" && option.handedOn === undefined && /^write |^folder of|^empty folder/.test(option.does)
        ? [`${command} --${name}`]
        : [],
    ),
  );
  expect(writing.map(({ command, name }) => `${command} --${name}`)).toEqual(expect.arrayContaining(told));
  expect(told.length).toBeGreaterThan(9);
});

describe.each(writing)("$command --$name", ({ usage, name, writes }) => {
  const given =
    (...place: string[]) =>
    () =>
      refuseUnwritable(usage, [`--${name}`, path.join(...place)]);

  it.each([
    ["a new one", "new"],
    ["a new one in a new folder", "new/new"],
    ["one that is there", writes],
  ])("takes %s, and makes nothing", async (_case, place) => {
    expect(given(folder, place)).not.toThrow();
    expect(await readdir(folder)).toEqual(["file", "folder"]);
  });

  it.each([
    ["a file in a folder's place", "file/new", "is a file; name another, or move it away"],
    ["a file deep in the place of one", "file/new/new", "is a file; name another, or move it away"],
    ...(writes === "file"
      ? [["a folder in a file's place", "folder", "and found a folder; name another"]]
      : [["a file in its own place", "file", "is a file; name another, or move it away"]]),
  ])("refuses %s by its name and value", (_case, place, wrong) => {
    const where = path.join(folder, place);
    expect(given(where)).toThrow(`--${name} ${where}: expected a `);
    expect(given(where)).toThrow(wrong);
  });

  it("refuses a file system in which nothing can be made, and does not try for ever", () => {
    expect(given("/proc/x", "y")).toThrow(
      `--${name} /proc/x/y: expected a place that can be written, and /proc answers`,
    );
  });

  it.runIf(process.getuid?.() !== 0)("refuses a folder that is another's", async () => {
    await chmod(path.join(folder, "folder"), 0o500);
    expect(given(folder, "folder", "x")).toThrow("answers EACCES");
    await chmod(path.join(folder, "folder"), 0o700);
  });
});

it("a command refuses it before it does anything, as wrong use", () => {
  const place = path.join(folder, "file");
  const main = path.join(project, "tools/setup/main.ts");
  const { status, stderr } = spawnSync(process.execPath, [main, "sample", "--out", place], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toBe(
    `--out ${place}: expected a folder, or the name of a new one, and ${place} is a file; name another, or move it away\n` +
      "how to use it: npm run sample -- --help\n",
  );
});
