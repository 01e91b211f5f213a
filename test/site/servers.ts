import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../peers/loopback.ts";

/** A real server with its file of docs/servers/, on loopback. */
export interface RealServer {
  url: string;
  end(): Promise<void>;
}

/** The tree's path in the files of docs/servers/. */
const documented = "/srv/cloud-images/tree";
const docs = join(import.meta.dirname, "../../docs/servers");

const apacheModules = ["mpm_event", "authz_core", "alias", "autoindex", "dir", "headers", "mime", "rewrite"];

/** Starts Apache. @param more further lines of its configuration */
export async function startApache(tree: string, more: readonly string[] = []): Promise<RealServer> {
  const [folder, port] = [await makeFolder(), await freePort()];
  const snippet = (await readFile(join(docs, "apache.conf"), "utf8")).replaceAll(documented, tree);
  const modules = apacheModules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  const lines = [
    ...modules,
    `Listen 127.0.0.1:${port}`,
    "ServerName localhost",
    `PidFile ${folder}/pid`,
    `ErrorLog ${folder}/error.log`,
    ...(process.getuid?.() === 0 ? ["User nobody", "Group nogroup"] : []),
    "TypesConfig /dev/null",
    snippet,
    ...more,
  ];
  const file = join(folder, "apache.conf");
  await writeFile(file, lines.join("\n"));
  return started("/usr/sbin/apache2", ["-d", folder, "-f", file, "-DFOREGROUND"], { folder, port });
}

export async function startNginx(tree: string): Promise<RealServer> {
  const [folder, port] = [await makeFolder(), await freePort()];
  const snippet = (await readFile(join(docs, "nginx.conf"), "utf8"))
    .replaceAll(documented, tree)
    .replace("listen 80;", `listen 127.0.0.1:${port};`);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const file = join(folder, "nginx.conf");
  const user = process.getuid?.() === 0 ? "user nobody nogroup;" : "";
  await writeFile(
    file,
    `${user} daemon off; pid ${folder}/pid; error_log ${folder}/error.log;\nevents {}\nhttp {\n${paths.join("\n")}\naccess_log off;\n${snippet}\n}\n`,
  );
  return started("/usr/sbin/nginx", ["-p", folder, "-c", file, "-e", join(folder, "error.log")], { folder, port });
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cloud-images-server-"));
  await chmod(folder, 0o755);
  await mkdir(join(folder, "logs"));
  return folder;
}

interface Place {
  folder: string;
  port: number;
}

async function started(program: string, args: string[], { folder, port }: Place): Promise<RealServer> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, child, folder);
  return {
    url,
    async end() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

const longestStart = 30_000;

async function answers(url: string, child: ChildProcess, folder: string): Promise<void> {
  const end = Date.now() + longestStart;
  while (Date.now() < end && child.exitCode === null) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await setTimeout(50);
  }
  child.kill();
  throw new Error(`no answer of ${url}: ${await readFile(join(folder, "error.log"), "utf8").catch(() => "no log")}`);
}
