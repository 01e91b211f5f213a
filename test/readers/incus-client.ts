import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { findProgram } from "../../storage/programs/search.mjs";
import { aptLines } from "../../tools/recipes/archive.ts";
import { cache } from "../../tools/setup/bootstrap/folders.mjs";
import { makeOnce } from "../../tools/setup/bootstrap/once.mjs";
import { lastLines, runFile } from "../../tools/setup/bootstrap/progress.mjs";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Incus' client: the one on PATH, else the one of Debian's package, which bookworm has among its backports. That one is unpacked and not
 * installed, by apt with a state of its own. Null, with a warning, where it cannot be had.
 */
export async function incusClient(): Promise<string | null> {
  const installed = findProgram("incus");
  if (installed !== undefined) return installed;
  const folder = path.join(cache, "incus-client");
  try {
    await makeOnce(folder, unpack);
    return path.join(folder, "root/usr/bin/incus");
  } catch (error) {
    console.warn(`Incus' client is not tested: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

async function unpack(folder: string): Promise<void> {
  const suite = /^VERSION_CODENAME=(.+)$/m.exec(await readFile("/etc/os-release", "utf8"))?.[1] ?? "";
  const [lines, backports] = [await aptLines(suite), await aptLines(`${suite}-backports`)];
  const sources = [...lines.slice(0, 1), ...backports.slice(0, 1)];
  const list = path.join(folder, "sources.list");
  await writeFile(list, sources.map((line) => `${line}\n`).join(""));
  for (const part of ["state/lists/partial", "cache/archives/partial"])
    await mkdir(path.join(folder, part), { recursive: true });
  const settings = [
    `Dir::State=${path.join(folder, "state")}`,
    `Dir::Cache=${path.join(folder, "cache")}`,
    `Dir::Etc::sourcelist=${list}`,
    "Dir::Etc::sourceparts=-",
    `Dir::Etc::trusted=${keyring}`,
    "Dir::State::status=/dev/null",
    "APT::Sandbox::User=root",
  ].flatMap((setting) => ["-o", setting]);
  await done("apt-get", [...settings, "update", "--error-on=any"], folder);
  await done("apt-get", [...settings, "download", "incus-client"], folder);
  await done("sh", ["-ec", "dpkg-deb -x incus-client_*.deb root; rm -r state cache incus-client_*.deb"], folder);
}

/** Milliseconds that a program may take. */
const patience = 5 * 60_000;

async function done(program: string, args: string[], cwd: string): Promise<void> {
  const { ok, output } = await runFile(program, args, { cwd, timeout: patience });
  if (!ok) throw new Error(`${program} ${args.at(-1) ?? ""} failed, and said\n${lastLines(output)}`);
}
