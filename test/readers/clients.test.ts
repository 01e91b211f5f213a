import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imageName, setDirectory } from "../../images/model/image.ts";
import {
  dailyOf,
  first,
  latestUrn,
  makeWorld,
  publish,
  second,
  writeIndex,
  type World,
} from "../../provider/mirror/world.fixture.ts";
import { hasGpg, makeKey, type TestKey } from "../samples/signing-keys.ts";
import { serveTree, type TreeServer } from "./server.ts";

/** Clients that others wrote read a tree of ours: two sets, signed, the newer withdrawn in the last test. */

const run = promisify(execFile);

function has(program: string, args: string[], install: string): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    console.warn(`a reader is not tested: no ${[program, ...args].join(" ")} (${install})`);
    return false;
  }
}

const gpg = hasGpg();
const openssl = has("openssl", ["version"], "apt-get install openssl");
const clients = {
  simplestreams: has("sstream-query", ["--help"], "pip install python-simplestreams"),
  feedparser: has("python3", ["-c", "import feedparser"], "pip install feedparser"),
  lxc: has("lxc", ["--version"], "apt-get install lxd-client"),
  sq: has("sq", ["--version"], "apt-get install sq"),
};

let [world, key, server] = [{} as World, {} as TestKey, {} as TreeServer];
const families = (version: string) => ({ "genericcloud/amd64": version });
const channel = { suite: "trixie", channel: "daily" };

beforeAll(async () => {
  if (!gpg || !openssl) return;
  [world, key] = [await makeWorld(), await makeKey("cloud")];
  const sign = JSON.stringify({ command: key.command, every: 1, expires: 10, keyring: key.keyring });
  await world.provider.configure({ tree: world.tree, staging: world.staging, jobs: 2, sign });
  for (const version of [first, second]) await publish(world, dailyOf(version));
  await world.provider.create(latestUrn, { ...channel, families: families(second) });
  await writeIndex(world);
  await mkdir(join(world.root, "lxc"));
  server = await serveTree(world.tree, world.root);
}, 120_000);
afterAll(async () => {
  if (!gpg || !openssl) return;
  await server.end();
  await key.end();
  await world.end();
});

const newest = imageName(dailyOf(second));
const older = imageName(dailyOf(first));
const able = gpg && openssl;

const query = async (index: string, ...args: string[]): Promise<string> =>
  (
    await run("sstream-query", [
      ...args,
      "--max=1",
      "--output-format=%(pubname)s %(item_url)s",
      server.http + index,
      "ftype=disk1.img",
    ])
  ).stdout.trim();

test.skipIf(!able || !clients.simplestreams)(
  "sstream-query verifies the signed index, and finds the newest image",
  async () => {
    const expected = `${newest} ${server.http}${setDirectory(dailyOf(second))}/${newest}.qcow2`;
    expect(await query("streams/v1/index.sjson", "--keyring", key.keyring)).toBe(expected);
    expect(await query("streams/v1/index.json", "--no-verify")).toBe(expected);
  },
);

test.skipIf(!able || !clients.simplestreams)("sstream-mirror copies an image and checks it", async () => {
  const target = join(world.root, "copy");
  await run("sstream-mirror", [
    "--keyring",
    key.keyring,
    "--max=1",
    `${server.http}streams/v1/index.sjson`,
    target,
    "ftype=disk1.img",
  ]);
  const files = await readdir(target, { recursive: true });
  expect(files.filter((name) => name.endsWith(".qcow2"))).toEqual([`${setDirectory(dailyOf(second))}/${newest}.qcow2`]);
});

test.skipIf(!able || !clients.lxc)("LXD's client lists the image, and exports it with its fingerprint", async () => {
  const env = {
    ...process.env,
    SSL_CERT_FILE: server.certificate,
    LXD_CONF: join(world.root, "lxc"),
    no_proxy: "localhost",
  };
  const lxc = async (...args: string[]): Promise<string> => (await run("lxc", args, { env })).stdout;
  await lxc("remote", "add", "debian", server.https, "--protocol", "simplestreams", "--public");
  const listed = await lxc("image", "list", "debian:", "--format", "csv", "--columns", "lFdat");
  expect(listed).toContain("debian/13/genericcloud/daily");
  expect(listed).toContain("VIRTUAL-MACHINE");
  await lxc("image", "export", "debian:debian/13/genericcloud/daily", join(world.root, "exported"), "--vm");
  const names = (await readdir(world.root)).filter((name) => name.startsWith("exported"));
  const published = await readFile(join(world.tree, setDirectory(dailyOf(second)), `${newest}.qcow2`));
  const sum = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
  const exported = await Promise.all(names.map((name) => readFile(join(world.root, name))));
  expect(exported.map(sum)).toContain(sum(published));
});

const parse =
  "import feedparser,json,sys; d=feedparser.parse(sys.argv[1]); print(json.dumps([d.bozo, [[e.title, e.link] for e in d.entries]]))";
const feed = async (): Promise<unknown> =>
  JSON.parse((await run("python3", ["-c", parse, `${server.http}trixie/daily/feed.atom`])).stdout);

test.skipIf(!able || !clients.feedparser)(
  "feedparser finds no fault in the feed, and the newest set first",
  async () => {
    const link = (version: string): string => `${server.http}trixie/daily/${version}/`;
    expect(await feed()).toEqual([
      false,
      [
        [second, link(second)],
        [first, link(first)],
      ],
    ]);
  },
);

test.skipIf(!able || !clients.sq)("sq verifies the checksums", async () => {
  const cert = join(world.root, "cert.pgp");
  await run("cp", [key.keyring, cert]);
  const sums = join(world.tree, setDirectory(dailyOf(second)), "SHA512SUMS");
  const { stderr } = await run("sq", ["verify", "--signer-cert", cert, "--detached", `${sums}.sign`, sums]);
  expect(stderr).toContain("1 good signature");
});

test.skipIf(!able || !clients.simplestreams)(
  "after a withdrawal every reader is sent to the image before",
  async () => {
    const unlist = [{ image: newest, target: "mirror" }];
    await world.provider.create(latestUrn, { ...channel, families: families(first), unlist });
    expect(await query("streams/v1/index.json", "--no-verify")).toContain(`${older} `);
    await writeIndex(world);
    expect(await query("streams/v1/index.sjson", "--keyring", key.keyring)).toContain(`${older} `);
    if (clients.feedparser) expect(JSON.stringify(await feed())).not.toContain(`/${second}/`);
  },
);
