import { once } from "node:events";
import path from "node:path";
import { startProgram } from "../../storage/programs/spawn.mjs";
import type { Ended } from "./judge.ts";

/** A folder that is the root of a machine of its own, to which the host's /dev, network and downloads are laid. */
export interface Machine {
  root: string;
  /** Folders of the host that the machine sees: where, and whether it may write there. */
  laid: readonly { from: string; to: string; writable: boolean }[];
  /** How registries and archives are reached here, as environment variables. */
  network: Readonly<Record<string, string>>;
}

export interface Person {
  /** As the machine's kernel knows the user. */
  id: number;
  name: string;
  home: string;
}

export const superuser: Person = { id: 0, name: "root", home: "/root" };
export const ordinary: Person = { id: 1000, name: "tester", home: "/home/tester" };

/** Where the project is, in the home of each. */
export const projectOf = ({ home }: Person): string => path.join(home, "cloud-images");

/**
 * Mounts what the machine sees, in a namespace that goes with the command: nothing is left behind, however it ends.
 * $1: the root; $2: user; $3: the folder to stand in; $4: how many are laid, each with from, to and its mode; then the command.
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
  // it ends with this process, however that ends
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
