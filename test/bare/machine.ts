import { once } from "node:events";
import path from "node:path";
import { startProgram } from "../../storage/programs/spawn.mjs";
import type { Ended } from "./judge.ts";

/** A folder as the root of a separate machine. The host's /dev, network and downloads are mounted into it. */
export interface Machine {
  root: string;
  /** The folders of the host that are mounted into the machine. */
  laid: readonly { from: string; to: string; writable: boolean }[];
  /** The environment variables by which a machine reaches registries and archives. */
  network: Readonly<Record<string, string>>;
}

export interface Person {
  /** The user's numeric id. */
  id: number;
  name: string;
  home: string;
}

export const superuser: Person = { id: 0, name: "root", home: "/root" };
export const ordinary: Person = { id: 1000, name: "tester", home: "/home/tester" };

/** The project's path in each person's home. */
export const projectOf = ({ home }: Person): string => path.join(home, "cloud-images");

/**
 * A script that mounts the machine's folders and runs a command there. The mounts are in a namespace that ends with the command, however it
 * ends. $1: the root; $2: the user; $3: the working folder; $4: the number of mounts, each as from, to and mode; then the command.
 */
const enter = `
set -euo pipefail
root=$1 user=$2 folder=$3 laid=$4
shift 4
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
for ((i = 0; i < laid; i++)); do
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  if [ "$3" = ro ]; then mount -o remount,ro,bind "$root$2"; fi
  shift 3
done
exec chroot --userspec="$user:$user" "$root" /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$@"
`;

/** Runs a person's command on that machine, without input, as a CI job does. */
export async function runOn(
  { root, laid, network }: Machine,
  { person, folder, line, seconds }: { person: Person; folder: string; line: readonly string[]; seconds: number },
): Promise<Ended> {
  const mounts = laid.flatMap(({ from, to, writable }) => [from, to, writable ? "rw" : "ro"]);
  const numbers = [String(person.id), folder, String(laid.length)];
  const command = ["bash", "-c", enter, "bash", root, ...numbers, ...mounts, ...line];
  const limit = ["timeout", "--kill-after=10", String(seconds)];
  const namespace = ["unshare", "--mount", "--pid", "--fork", "--kill-child"];
  // it ends with this process, even after a kill
  const child = startProgram("setpriv", ["--pdeathsig", "KILL", ...namespace, ...limit, ...command], {
    env: environment(person, network),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  await once(child, "close");
  return { code: child.exitCode, output };
}

const environment = ({ name, home }: Person, network: Machine["network"]): NodeJS.ProcessEnv => ({
  ...network,
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/go/bin",
  HOME: home,
  USER: name,
  LANG: "C.UTF-8",
});
