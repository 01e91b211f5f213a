import { appendFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  dailyOf,
  first,
  latestUrn,
  makeWorld,
  publish,
  writeIndex,
  type World,
} from "../../provider/mirror/world.fixture.ts";
import { hasGpg, makeKey, type TestKey } from "../../test/samples/signing-keys.ts";
import { auditSignatures } from "./signatures.ts";

const daily = { suite: "trixie", channel: "daily" } as const;
const soon = new Date(Date.now() + 3_600_000);
const later = new Date(Date.now() + 11 * 86_400_000);

describe.skipIf(!hasGpg())("the audit of signatures", () => {
  let key: TestKey;
  let other: TestKey;
  let world: World;
  beforeAll(async () => {
    [key, other] = [await makeKey("cloud"), await makeKey("other")];
  });
  afterAll(async () => {
    await key.end();
    await other.end();
  });
  beforeEach(async () => {
    world = await makeWorld();
    const sign = JSON.stringify({ command: key.command, every: 1, expires: 10, keyring: key.keyring });
    await world.provider.configure({ tree: world.tree, staging: world.staging, jobs: 2, sign });
    await publish(world, dailyOf(first));
    await world.provider.create(latestUrn, { ...daily, families: { "genericcloud/amd64": first } });
    await writeIndex(world);
  });
  afterEach(() => world.end());

  const at = (name: string): string => join(world.tree, name);
  const found = async (keyring: string | null = key.keyring, now = soon): Promise<string[]> => {
    const by = { signing: { keyring }, now };
    const all = [await auditSignatures(world, daily, by), await auditSignatures(world, "the whole tree", by)].flat();
    return all.map(({ kind, where, finding }) => `${kind} ${where} ${finding}`);
  };

  test("finds nothing in a tree that is signed, with and without a keyring, and in one that is not to be", async () => {
    expect([await found(), await found(null)]).toEqual([[], []]);
    await rm(at("trixie/daily/signatures.json"));
    expect(await auditSignatures(world, daily, { signing: null, now: soon })).toEqual([]);
  });

  test.each<[string, () => Promise<void>, string]>([
    ["is missing", () => rm(at("trixie/daily/index.json.sign")), "trixie/daily/index.json.sign is missing"],
    [
      "is of another text",
      () => appendFile(at(`trixie/daily/${first}/SHA512SUMS`), "more\n"),
      `trixie/daily/${first}/SHA512SUMS.sign is of another text than trixie/daily/${first}/SHA512SUMS has now`,
    ],
    [
      "was swapped for another one",
      () => rename(at("trixie/daily/index.json.sign"), at("trixie/daily/latest/SHA512SUMS.sign")),
      "trixie/daily/latest/SHA512SUMS.sign does not verify",
    ],
    [
      "was damaged",
      () => writeFile(at("streams/v1/index.sjson"), "-----BEGIN PGP SIGNED MESSAGE-----\n"),
      "streams/v1/index.sjson does not verify",
    ],
    ["is nobody's to know", () => writeFile(at("signatures.json"), "{"), "signatures.json is missing or damaged"],
  ])("finds one that %s", async (_, damage, finding) => {
    await damage();
    expect((await found()).filter((each) => each.startsWith(`signature ${finding}`))).toHaveLength(1);
  });

  test("finds those that have expired: of lists, and not of checksums", async () => {
    const expired = await found(key.keyring, later);
    expect(expired).toContainEqual(expect.stringMatching(/^signature trixie\/daily\/index\.json\.sign expired at /));
    expect(expired.filter((each) => each.includes("SHA512SUMS"))).toEqual([]);
  });

  test("finds those of a key that readers do not have", async () => {
    const strange = await found(other.keyring);
    expect(strange.length).toBeGreaterThan(3);
    for (const each of strange) expect(each).toMatch(/does not verify with .*No public key/s);
  });

  test("finds what waits for a signature", async () => {
    const sign = JSON.stringify({ command: ["false"], every: 1, expires: 10, keyring: key.keyring });
    await world.provider.configure({ tree: world.tree, staging: world.staging, jobs: 2, sign });
    await appendFile(at("trixie/daily/index.json"), "\n");
    await writeIndex(world);
    await rm(at("trixie/daily/index.json.sign"), { force: true });
    await writeIndex(world);
    expect(await found()).toContainEqual(
      "signature trixie/daily/index.json has no signature: it changed, and waits for a signature",
    );
  });
});
