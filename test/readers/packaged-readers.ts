import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Hosts } from "./hosts.ts";
import { runReader, versionIn, type Reader } from "./reader.ts";
import type { Moment } from "./story.ts";

/** Readers from PyPI and from Debian. */

/** Whether this machine has a program. Warns where it is missing. @param install its package in Debian */
export function has(program: string, install: string): boolean {
  try {
    execFileSync("sh", ["-c", 'command -v "$1"', "sh", program], { stdio: "ignore" });
    return true;
  } catch {
    console.warn(`a reader is not tested: no ${program} (apt-get install ${install})`);
    return false;
  }
}

interface Packaged {
  /** The folder of the readers from PyPI. */
  packages: string | null;
  /** Incus' client. */
  incus: string | null;
  /** The keyring of the tree's keys. */
  keyring: string;
}

/** Readers from packages. */
export const packagedReaders = ({ packages, incus, keyring }: Packaged): Reader[] => [
  sstreamQuery(packages, keyring),
  sstreamMirror(packages, keyring),
  feedparser(packages),
  imageClient({ name: "LXD", client: "lxc", isThere: has("lxc", "lxd-client"), settings: "LXD_CONF" }),
  imageClient({ name: "Incus", client: incus ?? "", isThere: incus !== null, settings: "INCUS_CONF" }),
  packer(),
];

const sstream = (packages: string | null, tool: string): [string, string] => [
  "python3",
  path.join(packages ?? "", "bin", tool),
];
const newestDaily = ["product_name=org.debian.cloud:daily:trixie:genericcloud:amd64", "ftype=disk1.img"];

/** The index that a reader takes. What a withdrawal changes is unsigned until its run ends; only then a reader may do without a signature. */
async function indexOf({ http, https }: Hosts, keyring: string, { versions }: Moment): Promise<string[]> {
  const isMiddle = versions.length > 1;
  const stream = `${http}streams/v1/org.debian.cloud:daily:trixie:download.sjson`;
  const isUnsigned = isMiddle && (await fetch(stream, { method: "HEAD" })).status === 404;
  return isUnsigned
    ? ["--no-verify", `${https}streams/v1/index.json`]
    : ["--keyring", keyring, `${https}streams/v1/index.sjson`];
}

function sstreamQuery(packages: string | null, keyring: string): Reader {
  const found = z.tuple([
    z.object({ item_url: z.string(), version_name: z.string(), sha256: z.string(), sha512: z.string() }),
  ]);
  return {
    name: "sstream-query, which verifies the signed index",
    isThere: packages !== null,
    async read(hosts, folder, moment) {
      const index = await indexOf(hosts, keyring, moment);
      const command = [...sstream(packages, "sstream-query"), "--json", "--max=1", ...index] as const;
      const more = { PYTHONPATH: packages ?? "" };
      const [item] = found.parse(
        JSON.parse(await runReader([...command, ...newestDaily], hosts, { cwd: folder, more })),
      );
      return { url: item.item_url, version: item.version_name, sha256: item.sha256, sha512: item.sha512 };
    },
  };
}

function sstreamMirror(packages: string | null, keyring: string): Reader {
  return {
    name: "sstream-mirror, which copies what it finds and checks it",
    isThere: packages !== null,
    async read(hosts, folder, moment) {
      const index = await indexOf(hosts, keyring, moment);
      const command = [...sstream(packages, "sstream-mirror"), "--max=1", ...index, folder] as const;
      await runReader([...command, ...newestDaily], hosts, { cwd: folder, more: { PYTHONPATH: packages ?? "" } });
      const copied = (await readdir(folder, { recursive: true })).find((name) => name.endsWith(".qcow2")) ?? "";
      const bytes = await readFile(path.join(folder, copied));
      const url = hosts.https + copied;
      return { url, version: versionIn(url), sha512: createHash("sha512").update(bytes).digest("hex") };
    },
  };
}

/** A person follows the newest entry to its directory, and takes what SHA512SUMS there names. */
function feedparser(packages: string | null): Reader {
  const script =
    "import feedparser,json,sys; d=feedparser.parse(sys.argv[1]); print(json.dumps([d.bozo, [e.link for e in d.entries if 'withdrawn' not in [t.term for t in e.get('tags', [])]]]))";
  const read = z.tuple([z.literal(false), z.tuple([z.string()], z.string())]);
  return {
    name: "feedparser",
    isThere: packages !== null,
    async read(hosts, folder) {
      const feed = `${hosts.https}trixie/daily/feed.atom`;
      const command = ["python3", "-c", script, feed] as const;
      const [, [link]] = read.parse(
        JSON.parse(await runReader(command, hosts, { cwd: folder, more: { PYTHONPATH: packages ?? "" } })),
      );
      const [line = ""] = (await runReader(["curl", "-sSf", `${link}SHA512SUMS`], hosts, { cwd: folder })).split("\n");
      return { url: link + line.slice(130), version: versionIn(link), sha512: line.slice(0, 128) };
    },
  };
}

interface ImageClient {
  name: string;
  client: string;
  isThere: boolean;
  /** The variable that names the folder of its settings. */
  settings: string;
}

/** A client of image servers. LXD and Incus have the same commands. */
function imageClient({ name, client, isThere, settings }: ImageClient): Reader {
  const found = z.tuple([z.object({ properties: z.object({ serial: z.string() }).loose() }).loose()]);
  return {
    name: `the client of ${name}, which exports a disk and checks its fingerprint`,
    isThere,
    async read(hosts, folder) {
      const env = { cwd: folder, more: { [settings]: folder } };
      const asked = (...args: string[]) => runReader([client, ...args], hosts, env);
      await asked("remote", "add", "debian", hosts.https, "--protocol", "simplestreams", "--public");
      const alias = "debian/13/genericcloud/daily";
      const list = await asked("image", "list", `debian:${alias}`, "--format", "json");
      const [{ properties }] = found.parse(JSON.parse(list));
      await asked("image", "export", `debian:${alias}`, path.join(folder, "image"), "--vm");
      const disk = (await readdir(folder)).find((name) => /^image.*(?:root|qcow2|img)$/.test(name)) ?? "";
      const sha256 = createHash("sha256")
        .update(await readFile(path.join(folder, disk)))
        .digest("hex");
      const file = `debian-13-genericcloud-amd64-daily-${properties.serial}.qcow2`;
      return { url: `${hosts.https}trixie/daily/${properties.serial}/${file}`, version: properties.serial, sha256 };
    },
  };
}

/** Packer's builds take `latest/` with its SHA512SUMS, which sha512sum checks here. */
function packer(): Reader {
  const name = "debian-13-generic-amd64";
  const script =
    'for file in "$2.qcow2" "$2.json" SHA512SUMS; do curl -sSfO "$1$file"; done; sha512sum --ignore-missing --check --quiet SHA512SUMS';
  const manifest = z.object({ items: z.array(z.object({ data: z.object({ ref: z.string().optional() }).loose() })) });
  return {
    name: "curl and sha512sum on latest/",
    isThere: has("curl", "curl"),
    async read(hosts, folder) {
      const latest = `${hosts.https}trixie/latest/`;
      await runReader(["sh", "-ec", script, "sh", latest, name], hosts, { cwd: folder });
      const { items } = manifest.parse(JSON.parse(await readFile(path.join(folder, `${name}.json`), "utf8")));
      const ref = items.flatMap(({ data }) => data.ref ?? []).find((each) => each.endsWith(".qcow2")) ?? "";
      const bytes = await readFile(path.join(folder, `${name}.qcow2`));
      const sha512 = createHash("sha512").update(bytes).digest("hex");
      return { url: hosts.https + ref, version: versionIn(ref), sha512 };
    },
  };
}
