import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Backend } from "../../engine/world/stack-on-machine.ts";
import { startFile } from "../../../storage/programs/spawn.mjs";
import { installFromDebian } from "../../../tools/setup/programs.ts";

/** The folder of Debian's servers; each installed version has a folder in it. */
const versions = "/usr/lib/postgresql";

/** The folder of the newest version's programs; undefined where none is installed. */
export async function postgresPrograms(): Promise<string | undefined> {
  const names = await readdir(versions).catch(() => []);
  const newest = names.toSorted((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : path.join(versions, newest, "bin");
}

/** The folder of the newest version's programs. Root gets Debian's package where none is installed; anybody else an error. */
export async function needPostgres(): Promise<string> {
  const found = await postgresPrograms();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0) await installFromDebian(["postgresql"]);
  const installed = await postgresPrograms();
  if (installed === undefined) throw new Error("no Postgres here; type: apt-get install postgresql");
  return installed;
}

/** A user for the server, which refuses to run as root. */
const nobody = 65534;
const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

interface Postgres {
  backend: Backend;
  /** Runs a statement. Returns its rows, a line each. */
  query: (statement: string) => string;
  stop: () => Promise<void>;
}

/** A shell script that runs a program until its own input ends, which happens when the process ends that started it. */
const untilInputEnds = '"$0" "$@" < /dev/null & read -r end; kill -QUIT $!; wait';

/** Starts a server of the test's own, on a socket in its own folder, so that it meets no other server. It ends with this process. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = await mkdtemp(path.join(tmpdir(), "pg-"));
  await chmod(folder, 0o700);
  if (user.uid !== undefined) await chown(folder, nobody, nobody);
  const data = path.join(folder, "data");
  const begin = ["-D", data, "--auth=trust", "--username=state", "--no-sync"];
  const made = spawnSync(path.join(programs, "initdb"), begin, {
    ...user,
    encoding: "utf8",
    timeout: 60_000,
    cwd: "/",
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const flags = ["-D", data, "-k", folder, "-c", "listen_addresses="];
  const server = startFile("/bin/sh", ["-c", untilInputEnds, path.join(programs, "postgres"), ...flags], {
    ...user,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
  });
  const query = (statement: string): string => {
    const args = ["-h", folder, "-U", "state", "-d", "postgres", "-qAtc", statement];
    const { status, stdout, stderr } = spawnSync(path.join(programs, "psql"), args, {
      encoding: "utf8",
      timeout: 60_000,
    });
    if (status !== 0) throw new Error(`psql: ${stderr}`);
    return stdout.trim();
  };
  await ready(() => query("select 1"));
  return {
    backend: { url: `postgres:///postgres?host=${encodeURIComponent(folder)}&user=state&sslmode=disable`, env: {} },
    query,
    async stop() {
      server.stdin.end();
      if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ready(ask: () => unknown): Promise<void> {
  for (let look = 0; ; look += 1) {
    try {
      ask();
      return;
    } catch (error) {
      if (look === 100) throw error;
      await sleep(100);
    }
  }
}
