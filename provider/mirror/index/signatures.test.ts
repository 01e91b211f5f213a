import { execFileSync } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasGpg, makeKey, type TestKey } from "../../../test/samples/signing-keys.ts";
import { imageName, setDirectory } from "../../../images/model/image.ts";
import {
  dailyOf,
  first,
  indexUrn,
  latestUrn,
  makeWorld,
  publish,
  second,
  writeIndex,
  type World,
} from "../world.fixture.ts";

describe.skipIf(!hasGpg())("a signed tree", () => {
  let [key, world] = [{} as TestKey, {} as World];
  beforeAll(async () => {
    key = await makeKey("cloud");
  });
  afterAll(() => key.end());
  beforeEach(async () => {
    world = await makeWorld();
    await configure(key.command);
  });
  afterEach(() => world.end());

  const configure = (command: string[]): Promise<void> => {
    const sign = JSON.stringify({ command, every: 1, expires: 10, keyring: key.keyring });
    return world.provider.configure({ tree: world.tree, staging: world.staging, jobs: 2, sign });
  };
  const path = (name: string): string => join(world.tree, name);
  const channel = (name: string): string => path(join("trixie/daily", name));
  const verify = (signature: string, ...signed: string[]): Buffer =>
    execFileSync("gpgv", ["--keyring", key.keyring, signature, ...signed], { stdio: "pipe" });
  const point = (version: string, unlist?: { image: string; target: string }[]) =>
    world.provider.create(latestUrn, {
      suite: "trixie",
      channel: "daily",
      families: { "genericcloud/amd64": version },
      ...(unlist && { unlist }),
    });
  const signatures = async (): Promise<unknown> => JSON.parse(await readFile(channel("signatures.json"), "utf8"));

  test("has a signature for each checksum file and each list, from the moment that a set is seen", async () => {
    await publish(world, dailyOf(first));
    await point(first);
    verify(path(`${setDirectory(dailyOf(first))}/SHA512SUMS.sign`), path(`${setDirectory(dailyOf(first))}/SHA512SUMS`));
    verify(channel("latest/SHA512SUMS.sign"), channel("latest/SHA512SUMS"));
    await writeIndex(world);
    verify(channel("index.json.sign"), channel("index.json"));
    verify(path("streams/v1/index.sjson"));
    const text = await readFile(path("streams/v1/index.sjson"), "utf8");
    const [, products = ""] = /"path": "([^"]+)"/.exec(text) ?? [];
    expect(products).toMatch(/\.sjson$/);
    verify(path(products));
    expect(await signatures()).toMatchObject({ unsigned: [] });
    expect(world.said).toEqual([]);
  });

  test("the channel has the keys that sign it, and its pages name them; other keys in their place are noticed, and replaced", async () => {
    await publish(world, dailyOf(first));
    const outputs = await writeIndex(world);
    const keys = channel("debian-cloud.gpg");
    execFileSync("gpgv", ["--keyring", keys, channel("index.json.sign"), channel("index.json")], { stdio: "pipe" });
    const page = await readFile(path(`finder/${setDirectory(dailyOf(first))}/genericcloud-amd64.html`), "utf8");
    expect(page).toContain(key.fingerprint);
    await writeFile(keys, "somebody's");
    const news = { suite: "trixie", channel: "daily", day: "2026-07-18", contents: "", tombstones: [] };
    await world.provider.diff(indexUrn, outputs, news);
    expect(world.said).toEqual([expect.stringContaining("debian-cloud.gpg has other keys")]);
    await writeIndex(world);
    expect(await readFile(keys)).toEqual(await readFile(key.keyring));
  });

  test("a withdrawal does not wait for a signer: what it changes is unsigned, and says so, until it is signed", async () => {
    const [bad, good] = [dailyOf(second), dailyOf(first)];
    await publish(world, good);
    await publish(world, bad);
    await point(second);
    await writeIndex(world);
    await configure(["sh", "-c", "echo the signer is asleep >&2; exit 1"]);
    await point(first, [{ image: imageName(bad), target: "mirror" }]);
    const named = async (name: string): Promise<boolean> =>
      (await readFile(path(name), "utf8")).includes(imageName(bad));
    expect(await named("streams/v1/org.debian.cloud:daily:trixie:download.json")).toBe(false);
    for (const name of ["index.json.sign", "latest/SHA512SUMS.sign"])
      await expect(stat(channel(name))).rejects.toThrow(/ENOENT/);
    await expect(stat(path("streams/v1/org.debian.cloud:daily:trixie:download.sjson"))).rejects.toThrow(/ENOENT/);
    await writeIndex(world);
    expect(world.said.join()).toContain(
      "trixie/daily/index.json is not signed: sh: ended with status 1: the signer is asleep",
    );
    expect(await signatures()).toMatchObject({ unsigned: [{ path: "trixie/daily/index.json" }, {}, {}] });
    verify(path(`${setDirectory(good)}/SHA512SUMS.sign`), path(`${setDirectory(good)}/SHA512SUMS`));
    await configure(key.command);
    await writeIndex(world);
    verify(channel("index.json.sign"), channel("index.json"));
    expect(await signatures()).toMatchObject({ unsigned: [] });
  });

  test("the signed index names no list whose signed form is not there: it waits too, until each is signed again", async () => {
    await publish(world, dailyOf(first));
    await writeIndex(world);
    const products = path("streams/v1/org.debian.cloud:daily:trixie:download.sjson");
    // the signer fails for lists of products alone
    const signs = `text=$(mktemp); cat > "$text"; if grep -q '"content_id"' "$text"; then exit 1; fi; exec "$@" < "$text"`;
    await configure(["sh", "-c", signs, "sh", ...key.command]);
    await writeFile(products, "damaged");
    await writeIndex(world);
    for (const name of [products, path("streams/v1/index.sjson")]) await expect(stat(name)).rejects.toThrow(/ENOENT/);
    await configure(key.command);
    await writeIndex(world);
    verify(products);
    verify(path("streams/v1/index.sjson"));
  });
});
