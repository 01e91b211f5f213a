import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { indexSchema, type IndexRecord } from "../../images/tree/record.ts";
import { regions as everyRegion } from "../../targets/aws/model/regions.ts";
import { AwsStandIn } from "../peers/aws/server.ts";
import { expectExit } from "../engine/command/said.ts";
import { World } from "../engine/world/world.ts";

/** A publication on the engine, in a tree and an account of the stand-in, and what a stranger finds in its regions day by day. */

const [home, tokyo, paris] = ["eu-west-1", "ap-northeast-1", "eu-west-3"] as const;
const [v1, v2] = ["20260701-2526", "20260702-2527"] as const;
const account = "903794441882";
const members = ["ec2/amd64", "ec2/arm64"] as const;
const named = (version: string, arch: string): string => `debian-13-${arch}-daily-${version}`;

let standIn: AwsStandIn;
let folder: string;
let world: World;
beforeEach(async () => {
  standIn = await AwsStandIn.start();
  standIn.cloud.accounts.set("OWN", account);
  standIn.cloud.slowness = { imageHidden: 0, imagePending: 0 };
  standIn.cloud.letShare(account, home, tokyo, paris);
  for (const region of everyRegion) standIn.cloud.optIn.set(region, "not-opted-in");
  for (const region of [home, tokyo, paris]) standIn.cloud.optIn.set(region, "opted-in");
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-aws-"));
  const file = path.join(folder, "credentials");
  await writeFile(file, "[daily]\naws_access_key_id = OWN\naws_secret_access_key = s\n", { mode: 0o600 });
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", file);
  vi.stubEnv("AWS_ENDPOINT_URL", standIn.url);
  world = await World.begin({
    retention: { hideAfter: "2 days", overlap: "1 day", deleteAfter: { clouds: "4 days", mirror: "30 days" } },
    expect: { required: ["ec2/*"], bestEffort: [] },
  });
  world.configure({ targets: { aws: settings } });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await world.end();
  await standIn.end();
  await rm(folder, { recursive: true });
});

const settings = {
  account,
  profile: "daily",
  home,
  regions: [home, tokyo],
  bestEffort: "others",
  parameters: { prefix: "/debian" },
};

/** By region: the names of the images that everybody may start. */
const seen = (): Record<string, string[]> =>
  Object.fromEntries(
    [home, tokyo, paris].map((region) => [
      region,
      [...standIn.cloud.of(account, region).images.values()]
        .flatMap((image) => (image.public ? [image.name] : []))
        .toSorted(),
    ]),
  );
const everywhere = (...names: string[]) => {
  const sorted = names.toSorted();
  return { [home]: sorted, [tokyo]: sorted, [paris]: sorted };
};

/** By parameter of a region that moves: the name of the image to which it leads. */
function pointers(region: string): Record<string, string | undefined> {
  const { parameters, images } = standIn.cloud.of(account, region);
  const moving = [...parameters].filter(([name]) => name.includes("/latest/"));
  return Object.fromEntries(moving.map(([name, { value }]) => [name, images.get(value)?.name]));
}

const index = async (): Promise<IndexRecord> =>
  indexSchema.parse(JSON.parse(await readFile(world.path("index.json"), "utf8")));

test("a daily's days at AWS: public in all regions at once, named by parameters, superseded, hidden, gone; nothing twice, nothing left", async () => {
  await world.arrive(v1, members);
  expectExit(await world.up(), 0);
  expect(seen()).toEqual(everywhere(named(v1, "amd64"), named(v1, "arm64")));
  for (const region of [home, tokyo, paris])
    expect(pointers(region)).toEqual({
      "/debian/daily/13/latest/amd64": named(v1, "amd64"),
      "/debian/daily/trixie/latest/amd64": named(v1, "amd64"),
      "/debian/daily/13/latest/arm64": named(v1, "arm64"),
      "/debian/daily/trixie/latest/arm64": named(v1, "arm64"),
    });
  const image = [...standIn.cloud.of(account, tokyo).images.values()].find(({ name }) => name === named(v1, "amd64"));
  const recorded = (await index()).sets[0]?.images.find(({ arch }) => arch === "amd64");
  expect(recorded?.targets["aws-ap-northeast-1"]).toMatchObject({
    phase: "current",
    refs: [image?.id, image?.snapshot],
  });
  const changes = standIn.changes;
  expectExit(await world.up(), 0);
  expect(standIn.changes).toBe(changes);

  world.day("2026-07-02");
  await world.arrive(v2, members);
  expectExit(await world.up(), 0);
  const both = [v1, v2].flatMap((version) => [named(version, "amd64"), named(version, "arm64")]);
  expect(seen()).toEqual(everywhere(...both));
  expect(new Set(Object.values(pointers(tokyo)))).toEqual(new Set([named(v2, "amd64"), named(v2, "arm64")]));

  world.day("2026-07-03");
  expectExit(await world.up(), 0);
  expect(seen()).toEqual(everywhere(named(v2, "amd64"), named(v2, "arm64")));

  world.day("2026-07-05");
  expectExit(await world.up(), 0);
  for (const region of [home, tokyo, paris]) {
    const { images, snapshots } = standIn.cloud.of(account, region);
    expect([images.size, snapshots.size], region).toEqual([2, 2]);
  }
  expect((await index()).removed.map(({ image: name, target }) => `${name} ${target}`).toSorted()).toEqual(
    members
      .flatMap((member) =>
        [home, tokyo, paris].map((region) => `debian-13-${member.replace("/", "-")}-daily-${v1} aws-${region}`),
      )
      .toSorted(),
  );
  expect((await world.upWatched()).deeds).toEqual([]);
});

test("a withdrawal leads the parameters back before anybody loses the image; a region that is down follows by the next run", async () => {
  await world.arrive(v1, members);
  expectExit(await world.up(), 0);
  world.day("2026-07-02");
  await world.arrive(v2, members);
  expectExit(await world.up(), 0);

  world.configure({ withdraw: { [v2]: "it does not boot" } });
  standIn.cloud.unreachable.add(paris);
  const calls = standIn.calls.length;
  expectExit(await world.up(), 3);
  const changed = standIn.calls.slice(calls).filter(({ region, changes }) => region === tokyo && changes);
  const kinds = changed.map(({ call }) => call);
  expect(kinds.lastIndexOf("PutParameter")).toBeLessThan(kinds.indexOf("ModifyImageAttribute"));
  const before = [named(v1, "amd64"), named(v1, "arm64")];
  expect([seen()[home], seen()[tokyo]]).toEqual([before, before]);
  expect(seen()[paris]).toContain(named(v2, "amd64"));

  standIn.cloud.unreachable.clear();
  expectExit(await world.up(), 0);
  expect(seen()).toEqual(everywhere(...before));
});
