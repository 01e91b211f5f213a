import {
  appendFile,
  chmod,
  chown,
  copyFile,
  cp,
  lstat,
  mkdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { aptLines } from "../../tools/recipes/archive.ts";
import { runProgram } from "../../tools/sample/program.ts";
import { SetupError } from "../../tools/setup/errors.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { ask } from "./ask.ts";
import { ordinary, projectOf, superuser, type Machine, type Person } from "./machine.ts";
import { goEnvironment, hostDownloads, hostNetwork, type Network } from "./network.ts";

const goRoot = "/usr/local/go";
const goModules = "/var/cache/go-modules";
const goCompiled = "/var/cache/go-compiled";
const npmCache = "/var/cache/npm";

/**
 * Makes two machines that have only what README asks for: Debian's smallest variant, Node, npm and Go. Each has the project in the home of
 * its person.
 */
export async function makeMachines(folder: string): Promise<{ ofRoot: Machine; ofUser: Machine }> {
  const network = await hostNetwork();
  const first = path.join(folder, "root");
  const second = path.join(folder, "user");
  await install(first);
  await layNetwork(first, network);
  await layNode(first);
  await addUser(first);
  await runProgram("cp", ["-a", "--reflink=auto", first, second]);
  await layProject(first, superuser);
  await layProject(second, ordinary);
  const { modules, compiled, npm } = await hostDownloads();
  const { GOROOT: from = "" } = await goEnvironment();
  const laidGo = { from, to: goRoot, writable: false };
  const downloads = [
    { from: modules, to: goModules, writable: true },
    { from: compiled, to: goCompiled, writable: true },
    { from: npm, to: npmCache, writable: true },
  ];
  // a host that has an engine has perhaps built nothing yet
  for (const { from: folder } of downloads) await mkdir(folder, { recursive: true });
  const caches = { GOMODCACHE: goModules, GOCACHE: goCompiled, npm_config_cache: npmCache };
  return {
    ofRoot: { root: first, laid: [laidGo, ...downloads], network: { ...network.variables, ...caches } },
    // an ordinary user cannot write into the caches of this machine's root
    ofUser: { root: second, laid: [laidGo], network: network.variables },
  };
}

async function install(root: string): Promise<void> {
  const [, suite = ""] = /^VERSION_CODENAME=(\w+)$/m.exec(await readFile("/etc/os-release", "utf8")) ?? [];
  const options = ["--quiet", "--mode=root", "--variant=minbase", "--format=directory", "--skip=cleanup/apt/lists"];
  await runProgram("mmdebstrap", [...options, suite, root, ...(await aptLines(suite))], { timeout: 10 * 60_000 });
}

async function layNetwork(root: string, { files, apt }: Network): Promise<void> {
  // mmdebstrap wrote this file; it names the same archive again
  await rm(path.join(root, "etc/apt/sources.list"), { force: true });
  for (const [file, to] of files) {
    await mkdir(path.join(root, path.dirname(to)), { recursive: true });
    await cp(file, path.join(root, to), { recursive: true, dereference: true, force: true });
  }
  // a person would answer apt's questions
  const answers = ['APT::Get::Assume-Yes "true";'];
  await writeFile(path.join(root, "etc/apt/apt.conf.d/99host"), [...apt, ...answers, ""].join("\n"));
}

/** Copies the Node and npm that started this process. npm sets their paths. */
async function layNode(root: string): Promise<void> {
  const { npm_node_execpath: node = "", npm_execpath: cli = "" } = process.env;
  if (!existsSync(node) || !cli.endsWith("/bin/npm-cli.js"))
    throw new SetupError("the Node and npm to be laid in are not known; start this with npm run test:bare");
  await copyFile(node, path.join(root, "usr/local/bin/node"));
  await layLibraries(root, node);
  const modules = path.join(root, "usr/local/lib/node_modules");
  await mkdir(modules, { recursive: true });
  await runProgram("cp", ["-aL", path.resolve(cli, "../.."), path.join(modules, "npm")]);
  await symlink("../lib/node_modules/npm/bin/npm-cli.js", path.join(root, "usr/local/bin/npm"));
}

/** Copies the shared libraries of Node that the smallest Debian lacks; no program of the host is copied. */
async function layLibraries(root: string, program: string): Promise<void> {
  const linked = await ask("ldd", [program]);
  for (const [, file = ""] of linked.matchAll(/=> (\/\S+)/g))
    if (!existsSync(path.join(root, file))) await cp(file, path.join(root, file), { dereference: true });
}

async function addUser(root: string): Promise<void> {
  const { id, name, home } = ordinary;
  await appendFile(path.join(root, "etc/passwd"), `${name}:x:${id}:${id}::${home}:/bin/sh\n`);
  await appendFile(path.join(root, "etc/group"), `${name}:x:${id}:\n`);
  await mkdir(path.join(root, home), { recursive: true });
  await chmod(path.join(root, home), 0o755);
}

/** Copies the files that git knows, as a clone would have them. */
async function layProject(root: string, person: Person): Promise<void> {
  const listed = await ask("git", ["-c", "safe.directory=*", "ls-files", "-z"], project);
  const target = path.join(root, projectOf(person));
  for (const name of listed.split("\0").filter((file) => file !== "")) {
    const file = path.join(project, name);
    if ((await lstat(file).catch(() => undefined)) === undefined) continue;
    await mkdir(path.dirname(path.join(target, name)), { recursive: true });
    await cp(file, path.join(target, name), { verbatimSymlinks: true });
  }
  await giveTo(root, person);
}

/** Gives a home and everything in it to its person. */
export async function giveTo(root: string, { id, home }: Person): Promise<void> {
  await chown(path.join(root, home), id, id);
  await runProgram("chown", ["-R", `${id}:${id}`, path.join(root, home)]);
}
