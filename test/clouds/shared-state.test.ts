import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { expectExit, textOf } from "../engine/command/said.ts";
import { World } from "../engine/world/world.ts";
import { makeBucket } from "../peers/moto/bucket.ts";
import { makeKey } from "../peers/moto/key.ts";
import { needPostgres, startPostgres } from "../peers/postgres/postgres.ts";
import { versionOfToday } from "../peers/state-servers.ts";
import { emptyMoto } from "./moto.ts";

/** The engine's state on a server. test/long/shared-state.test.ts, of `npm run test:long`, has more. */

test("a run whose state is in a bucket is continued after a kill: its lock goes, what it made is found again", async () => {
  const world = await World.ofTest({ now: undefined });
  world.backend = await makeBucket(await emptyMoto(), "states");
  await world.arrive(versionOfToday(2526));
  const { said: first, struck } = await world.upStruck({
    kind: "Version",
    operation: "create",
    moment: "before",
    victim: "engine",
  });
  expect(struck, textOf(first)).toBe(true);
  const said = await world.up();
  expectExit(said, 0);
  expect(textOf(said)).toMatch(/unlocked: process \d+ of .* has ended/);
  expect(await world.settledProblems()).toEqual([]);
});

const postgres = await needPostgres().catch((error: unknown) => {
  console.warn("NOT TESTED: a state in Postgres", error);
  return undefined;
});

test.skipIf(postgres === undefined)(
  "a run whose state is in Postgres is refused while another host's may be alive, with that one's name and what to type",
  async () => {
    const { backend, query, stop } = await startPostgres(postgres ?? "");
    onTestFinished(stop);
    const world = await World.ofTest({ now: undefined });
    world.backend = backend;
    expectExit(await world.makeStack("trixie-daily"), 0);
    const lock = { pid: 4711, username: "debian", hostname: "casulana", timestamp: new Date() };
    const file = { data: Buffer.from(JSON.stringify(lock)).toString("base64") };
    const folder = "postgres/.pulumi/locks/organization/cloud-images/trixie-daily";
    query(`insert into pulumi_state (key, data) values ('${folder}/7c9e6679.json', '${JSON.stringify(file)}')`);
    const said = await world.up();
    expectExit(said, 1);
    expect(textOf(said)).toContain("locked by process 4711 of debian on casulana");
    expect(textOf(said)).toContain("npm run pulumi -- cancel --yes --stack trixie-daily");
  },
);

test("a stack whose secrets a key of KMS opens needs no passphrase, and does nothing where the key is out of reach", async () => {
  const { secrets, env } = await makeKey(await emptyMoto());
  const world = await World.ofTest({ now: undefined });
  const passphrase = { PULUMI_CONFIG_PASSPHRASE: "of another stack" };
  const backend = { url: pathToFileURL(world.state).href, env: { ...env, ...passphrase } };
  world.backend = backend;
  expectExit(await world.makeStack("trixie-daily", secrets), 0);
  await world.arrive(versionOfToday(2526));
  expectExit(await world.up(), 0);
  expect(await world.settledProblems()).toEqual([]);

  await world.arrive(versionOfToday(2527));
  const tree = await world.fingerprint();
  world.backend = { ...backend, env: { ...backend.env, AWS_ENDPOINT_URL_KMS: "http://127.0.0.1:9" } };
  const refused = await world.up();
  expectExit(refused, 1);
  expect(textOf(refused)).toMatch(/KMS: Decrypt.*connection refused/);
  expect(await world.fingerprint()).toEqual(tree);
});
