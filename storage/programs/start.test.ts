import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, test, vi } from "vitest";
import { UserError } from "../../images/model/errors.ts";
import { mustBeThere, start } from "./start.ts";

const empty = mkdtempSync(path.join(tmpdir(), "no-programs-"));
afterEach(() => vi.unstubAllEnvs());
afterEach(() => rmSync(empty, { recursive: true, force: true }));

test("a program speaks English, whatever the user's language", async () => {
  for (const name of ["LANG", "LC_ALL", "LANGUAGE"]) vi.stubEnv(name, "de_DE.UTF-8");
  const child = start("bash", ["-c", "echo $LC_ALL"], { stdio: ["ignore", "pipe", "ignore"] });
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
  expect(said).toBe("C.UTF-8\n");
});

test("also in an environment of its own", async () => {
  const env = { PATH: process.env["PATH"], LC_ALL: "de_DE.UTF-8", LC_MESSAGES: "de_DE.UTF-8" };
  const child = start("bash", ["-c", "echo $LC_ALL"], { env, stdio: ["ignore", "pipe", "ignore"] });
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
  expect(said).toBe("C.UTF-8\n");
});

test("a program that is not there is an error of one line, with its package", () => {
  vi.stubEnv("PATH", empty);
  const attempt = () => start("sfdisk", [], { stdio: ["ignore", "ignore", "ignore"] });
  expect(attempt).toThrow(UserError);
  expect(attempt).toThrow(/^sfdisk: expected to be installed, and on PATH; .* in fdisk$/);
  expect(() => mustBeThere("qemu-system-x86_64")).toThrow(/in qemu-system-x86$/);
});

test("what is no package of Debian's says where it is had", () => {
  vi.stubEnv("PATH", empty);
  expect(() => mustBeThere("pulumi")).toThrow("start the command with npm run");
});
