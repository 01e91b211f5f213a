import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect } from "../../clients/aws/account.ts";
import { readParameters } from "../../clients/aws/parameters.ts";
import { awsTarget } from "../../targets/aws/model/target.ts";
import type { Moto, Rules } from "../peers/moto/moto.ts";
import { awsDriver, place, publishedForAws, type PublishedForAws } from "../targets/aws-driver.ts";
import type { TargetDriver } from "../targets/driver.ts";
import { nothing, runOnce } from "../targets/small-engine.ts";
import { behindMoto, credentialsIn } from "./behind-moto.ts";
import { emptyMoto } from "./moto.ts";

/** AWS shows late what was done. Each kind of lateness that is known, and all of them together. */

const parameters = { prefix: "/debian", dataType: "aws:ec2:image" } as const;

let published: PublishedForAws;
let moto: Moto;
let driver: TargetDriver;
beforeAll(async () => {
  published = await publishedForAws();
});
afterAll(() => published.end());
beforeEach(async () => {
  moto = await emptyMoto();
  await published.login(await credentialsIn(moto));
  // all that is late comes after so many looks, which take long on a busy machine
  driver = awsDriver(published, await behindMoto(moto, published), { appears: 120_000 });
  return () => driver.end();
});

const late: readonly [string, Rules][] = [
  ["an image is not listed yet", { image_unknown: 6 }],
  ["an image is listed without its snapshot (bottlerocket#1066)", { image_without_snapshot: 6 }],
  ["an image is pending for longer than it is mostly (twoliter#603)", { image_settles: 200 }],
  ["a snapshot is unknown to EBS direct (coldsnap#43)", { snapshot_unknown: 6 }],
  ["a snapshot is pending after its completion", { snapshot_settles: 20 }],
  ["a deregistered image is still listed", { image_lingers: 12 }],
  ["a parameter has its old value", { parameter_settles: 6 }],
];
const everything: Rules = Object.assign({}, ...late.map(([, rules]) => rules)) as Rules;

test.each<[string, Rules]>([...late, ["all of that is so", everything]])(
  "while %s, an image is made once, shown, named, and gone for good",
  async (_how, rules) => {
    await moto.set(rules);
    const target = awsTarget({ ...place, parameters }, { required: true });
    const made = await runOnce(driver, nothing, "made", { target });
    const current = await runOnce(driver, made, "current", { target });
    expect(await driver.outsider()).toEqual({ listed: true, startable: true });
    const [ami, ...others] = await driver.owned();
    expect([ami?.whole, others]).toEqual([true, []]);
    expect(await valuesOf(moto)).toEqual([ami?.ref]);
    const hidden = await runOnce(driver, current, "hidden", { target });
    // a killed run is continued: what still seems to be there is deleted again
    await runOnce(driver, hidden, "gone", { target, tombstoned: true });
    await runOnce(driver, hidden, "gone", { target, tombstoned: true });
    await expect.poll(() => driver.owned(), { timeout: 60_000 }).toEqual([]);
  },
);

async function valuesOf({ url }: Moto): Promise<string[]> {
  const account = await connect({ profile: "own", home: place.home }, { endpoint: url });
  const names = ["13", "trixie"].map((suite) => `/debian/daily/${suite}/latest/amd64`);
  const found = await readParameters(account.region(place.region), names, AbortSignal.timeout(30_000));
  account.close();
  return [...new Set([...found.values()].map(({ value }) => value))];
}

test("an image is shown by the next run where block public access was switched off just now: this one says that it is on", async () => {
  const made = await runOnce(driver, nothing, "made");
  await moto.set({ image_sharing: "block-new-sharing" });
  await expect(runOnce(driver, made, "current")).rejects.toThrow(/DisableImageBlockPublicAccess|block public access/i);
  expect(await driver.outsider()).toEqual({ listed: false, startable: false });
  await moto.set({ image_sharing: "unblocked" });
  await runOnce(driver, made, "current");
  expect(await driver.outsider()).toEqual({ listed: true, startable: true });
});
