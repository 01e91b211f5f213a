import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CommandFailure } from "../../../../storage/command.ts";
import { Rejection } from "../rejection.ts";
import { unpack } from "./unpack.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cloud-images-xz-"));
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** An xz with this output and exit code for any input. */
function useXz(script: string): Promise<unknown> {
  writeFileSync(path.join(folder, "xz"), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, "xz"), 0o755);
  const archive = path.join(folder, "image.tar.xz");
  return unpack({
    archive,
    disk: undefined,
    mostBytes: 0,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
}

test("a damaged archive is a verdict, also where the user speaks German", async () => {
  for (const name of ["LANG", "LANGUAGE", "LC_ALL"]) vi.stubEnv(name, "de_DE.UTF-8");
  const words = '[ "$LC_ALL" = C.UTF-8 ] && echo Compressed data is corrupt >&2 || echo Daten sind fehlerhaft >&2';
  await expect(useXz(`${words}\nexit 1`)).rejects.toThrow(Rejection);
});

test("a verdict names the archive and what xz says of it, and no folder of this machine", async () => {
  const unpacked = useXz('for last; do :; done\necho "xz: $last: Compressed data is corrupt" >&2\nexit 1');
  await expect(unpacked).rejects.toThrow(/^image\.tar\.xz cannot be decompressed: Compressed data is corrupt$/);
});

test.each([
  ["is killed", "kill -KILL $$"],
  ["ends in another way than with an error", "exit 3"],
])("the words of an xz that %s are no verdict: it is tried again", async (_, end) => {
  await expect(useXz(`echo Unexpected end of input >&2\n${end}`)).rejects.toThrow(CommandFailure);
});

test("nor is what only the machine lacks", async () => {
  await expect(useXz("echo Cannot allocate memory >&2\nexit 1")).rejects.toThrow(CommandFailure);
});
