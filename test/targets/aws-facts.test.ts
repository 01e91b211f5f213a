import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cloudName } from "../../targets/names.ts";
import { awsTarget, type AwsPlace } from "../../targets/aws/model/target.ts";
import { observeAccount } from "../../targets/aws/observe.ts";
import type { ObservedCloud, RecordedAtTarget } from "../../targets/target.ts";
import { imageName } from "../../images/model/image.ts";
import type { Phase } from "../../images/tree/record.ts";
import { recordOf } from "../samples/record-samples.ts";
import { day } from "../samples/samples.ts";
import type { StoredImage } from "../peers/aws/cloud.ts";
import { changed, settled } from "../peers/aws/late-setting.ts";
import {
  awsWorld,
  outsider,
  ownAccount,
  place,
  publishedForAws,
  type AwsWorld,
  type PublishedForAws,
} from "./aws-driver.ts";

const [home, tokyo, hongkong] = ["eu-west-1", "ap-northeast-1", "ap-east-1"] as const;

let published: PublishedForAws;
let aws: AwsWorld;
beforeAll(async () => {
  published = await publishedForAws();
});
beforeEach(async () => {
  aws = await awsWorld(published);
  aws.standIn.cloud.optIn
    .set(home, "opt-in-not-required")
    .set(tokyo, "opt-in-not-required")
    .set(hongkong, "not-opted-in");
});
afterEach(() => aws.standIn.end());
afterAll(() => published.end());

type Asked = Partial<AwsPlace> & { regions?: string[] };

/** As on a day on which nothing is shown for the first time. */
const observe = async (
  { regions = [home, tokyo], ...change }: Asked = {},
  recorded: readonly RecordedAtTarget[] = [],
): Promise<ReadonlyMap<string, ObservedCloud>> => {
  const [first, ...rest] = regions.map((region) => awsTarget({ ...place, ...change, region }, { required: true }));
  if (first === undefined) throw new Error("no region");
  return observeAccount([first, ...rest], "daily", recorded, aws.options);
};

/** As before images are shown there for the first time. */
const withRoom = async (...asked: Parameters<typeof observe>): Promise<ReadonlyMap<string, ObservedCloud>> => {
  const seen = await observe(...asked);
  const all = [...seen].map(async ([name, each]) => [name, (await each.askRoom?.()) ?? each] as const);
  return new Map(await Promise.all(all));
};
const at = (observed: ReadonlyMap<string, ObservedCloud>, region: string) => observed.get(`aws-${region}`);

/** Puts an image into a region: ours, unless `change` makes it another. */
const put = (region: string, id: string, change: Partial<StoredImage> = {}): void => {
  const snapshot = `snap-${id}`;
  const image: StoredImage = {
    id,
    name: cloudName(published.image),
    shown: { rootDeviceName: "/dev/xvda" },
    description: "",
    snapshot,
    size: "8",
    tags: { ImageDigest: published.digest },
    made: new Date("2026-07-17T00:00:00Z"),
    hiddenLooks: 0,
    pendingLooks: 0,
    state: "available",
    public: true,
    protection: "disabled",
    ...change,
  };
  aws.has(region).images.set(id, image);
  aws.has(region).snapshots.set(snapshot, {
    id: snapshot,
    size: 8,
    state: "completed",
    tags: {},
    description: "",
    made: image.made,
    public: image.public,
    encrypted: false,
    blocks: new Map(),
    hiddenLooks: 0,
  });
};

const recordedAs = (phase: Phase, region: string = home): RecordedAtTarget => ({
  image: published.image,
  record: recordOf(published.image, {
    digest: published.digest,
    targets: {
      [`aws-${region}`]: {
        phase,
        reason: "in a test",
        listed: phase === "current",
        days: { made: day("2026-07-17"), ...(phase !== "made" && { shown: day("2026-07-17") }) },
        refs: ["ami-1"],
      },
    },
  }),
  hasFile: true,
});

describe("what AWS has", () => {
  it("is nothing that anybody asks for, with credentials of another account: only who they are", async () => {
    await expect(observe({ account: outsider })).rejects.toThrow(
      /expected 210987654321.*no call but GetCallerIdentity/,
    );
    expect(aws.standIn.calls.map(({ call }) => call)).toEqual(["GetCallerIdentity"]);
  });

  it("is unknown while AWS does not answer: the regions are down", async () => {
    await aws.standIn.end();
    const observed = await observe();
    expect([home, tokyo].map((region) => at(observed, region)?.observed)).toEqual([
      expect.objectContaining({ state: "down", reason: "no answer" }),
      expect.objectContaining({ state: "down", reason: "no answer" }),
    ]);
    aws = await awsWorld(published);
  });

  it("is known in the other regions while the home region answers nobody", async () => {
    aws.standIn.cloud.unreachable.add(home);
    const observed = await observe();
    expect([home, tokyo].map((region) => at(observed, region)?.observed.state)).toEqual(["down", "up"]);
  });

  it("is nothing in a region that the account has not enabled, which is said by its name (NixOS/infra#105)", async () => {
    const observed = await observe({ regions: [home, hongkong] });
    expect(at(observed, hongkong)?.observed.state).toBe("down");
    expect(at(observed, hongkong)?.warnings).toEqual([
      expect.stringContaining(`${ownAccount} has not enabled ap-east-1`),
    ]);
  });

  it("is no target in a region that nobody named and the account has not enabled, nor where nobody can tell", async () => {
    const others = [tokyo, hongkong].map((region) =>
      awsTarget({ ...place, region }, { required: false, discovered: true }),
    );
    const targets = [awsTarget(place, { required: true }), ...others] as const;
    const seen = await observeAccount(targets, "daily", [], aws.options);
    expect([home, tokyo, hongkong].map((region) => at(seen, region)?.isAbsent)).toEqual([undefined, undefined, true]);
    expect([...seen.values()].flatMap(({ warnings }) => warnings)).toEqual([
      expect.stringMatching(/has not enabled ap-east-1, which get no images; enable them, or name them in .*without/),
    ]);
    await aws.standIn.end();
    const unseen = await observeAccount(targets, "daily", [], aws.options);
    expect([home, tokyo, hongkong].map((region) => at(unseen, region)?.isAbsent)).toEqual([undefined, true, true]);
    aws = await awsWorld(published);
  });

  it("is told of a region that the account has and no key names", async () => {
    const told = (await observe({ regions: [home] })).get("aws-eu-west-1")?.warnings;
    expect(told).toEqual([expect.stringMatching(/has ap-northeast-1, which get no images/)]);
    expect((await observe({ regions: [home], without: [tokyo] })).get("aws-eu-west-1")?.warnings).toEqual([]);
  });

  it.each([
    ["images", "imageBlock", "block-new-sharing", /block public access of images is on/],
    [
      "snapshots, of which the attribute alone says nothing",
      "snapshotBlock",
      "block-all-sharing",
      /of snapshots is on/,
    ],
  ] as const)(
    "leaves no room where a region blocks public %s, as a new one does (AlmaLinux/cloud-images#239)",
    async (_case, block, state, said) => {
      aws.has(tokyo)[block] = settled(state);
      const observed = await withRoom();
      expect(at(observed, tokyo)?.observed.room).toEqual({ images: 0, reason: expect.stringMatching(said) as unknown });
      expect(at(observed, tokyo)?.warnings).toEqual([expect.stringMatching(said)]);
      expect(at(observed, home)?.observed.room?.images).toBe(5);
    },
  );

  it("has room where a region was just let share, once AWS goes by that", async () => {
    const has = aws.has(tokyo);
    has.imageBlock = changed(settled("block-new-sharing"), "unblocked", 1);
    const rooms = [await withRoom(), await withRoom()].map((observed) => at(observed, tokyo)?.observed.room?.images);
    expect(rooms).toEqual([0, 5]);
  });

  it("has room by the quota of each region: one that nobody raised is found before anything is made (NixOS/amis#107)", async () => {
    aws.has(home).publicQuota = 100;
    for (let count = 0; count < 5; count += 1) put(tokyo, `ami-${count}`, { name: `another's ${count}`, tags: {} });
    const observed = await withRoom();
    expect([home, tokyo].map((region) => at(observed, region)?.observed.room?.images)).toEqual([100, 0]);
    expect(at(observed, tokyo)?.observed.room?.reason).toBe("of the quota of 5 public images 5 are public");
  });

  it("counts every public image of a region against its quota, and those in the Recycle Bin (bosh-linux-stemcell-builder#685)", async () => {
    put(home, "ami-1");
    put(home, "ami-other", { name: "somebody's", tags: {} });
    put(home, "ami-private", { name: "private", public: false });
    const [some] = aws.has(home).images.values();
    if (some !== undefined) aws.has(home).bin.set("ami-bin", { ...some, id: "ami-bin" });
    expect(at(await withRoom({}, [recordedAs("current")]), home)?.observed.room).toEqual({
      images: 2,
      reason: "of the quota of 5 public images 2 are public, and 1 in the Recycle Bin",
    });
  });

  it("does not count what a run that was killed showed of a set before its record says so", async () => {
    put(home, "ami-1");
    expect(at(await withRoom({}, [recordedAs("made")]), home)?.observed.room?.images).toBe(5);
  });

  const asking = /GetServiceQuota|ListImagesInRecycleBin|GetImageBlockPublicAccessState/;

  it("is asked for its room only where images are to be shown", async () => {
    const seen = await observe();
    expect(aws.standIn.count(asking)).toBe(0);
    await at(seen, tokyo)?.askRoom?.();
    expect(aws.standIn.calls.filter(({ call }) => asking.test(call)).map(({ region }) => region)).toEqual([
      tokyo,
      tokyo,
      tokyo,
    ]);
  });

  it("is down in a region that does not answer when it is asked for its room", async () => {
    const seen = await observe();
    aws.standIn.cloud.unreachable.add(tokyo);
    expect((await at(seen, tokyo)?.askRoom?.())?.observed).toMatchObject({ state: "down", reason: "no answer" });
  });

  it("says on every day that public snapshots are hidden, which nothing of them shows", async () => {
    put(tokyo, "ami-1");
    aws.has(tokyo).snapshotBlock = settled("block-all-sharing");
    const seen = await observe({}, [recordedAs("current", tokyo)]);
    expect([home, tokyo].map((region) => at(seen, region)?.warnings)).toEqual([
      [],
      [expect.stringMatching(/the snapshots of public images are private.*block-all-sharing/)],
    ]);
  });

  it.each<[string, Phase, Partial<StoredImage> | null, string[] | undefined]>([
    ["a public image that is public", "current", {}, undefined],
    [
      "a current image that AWS took the permission of",
      "current",
      { public: false },
      ["it is private", "its snapshot is private"],
    ],
    ["an image that is there no more", "current", null, ["it is missing in AWS"]],
    ["one of other bytes", "current", { tags: { ImageDigest: "other" } }, ["it is missing in AWS"]],
    ["a copy that failed", "made", { state: "failed", public: false }, ["it is failed in AWS"]],
    ["a hidden image that is public", "hidden", {}, ["it is public", "its snapshot is public"]],
    ["a withdrawn image that is private", "withdrawn", { public: false }, undefined],
    ["a withdrawn image that is public", "withdrawn", {}, ["it is public", "its snapshot is public"]],
  ])("finds %s: %s", async (_case, phase, change, findings) => {
    if (change !== null) put(home, "ami-1", change);
    const { damaged } = at(await observe({}, [recordedAs(phase)]), home)?.observed ?? {};
    expect(damaged?.get(imageName(published.image))?.findings).toEqual(findings);
  });

  it.each<[Phase, boolean]>([
    ["made", true],
    ["current", true],
    ["superseded", false],
    ["hidden", false],
  ])(
    "has a missing image that is %s made again: %s, since the day on which an AMI was made tells many users which is the newest",
    async (phase, isRepairable) => {
      put(tokyo, "ami-1", { public: false });
      const { damaged } = at(await observe({}, [recordedAs(phase)]), home)?.observed ?? {};
      expect(damaged?.get(imageName(published.image))).toEqual({
        findings: ["it is missing in AWS"],
        repairable: isRepairable,
      });
    },
  );

  it.each([
    [true, tokyo],
    [false, home],
  ])("has a copy that failed made again without its file in the tree: %s, from %s", async (isRepairable, other) => {
    put(other, "ami-1");
    put(home, "ami-1", { state: "failed", public: false });
    const { damaged } = at(await observe({}, [{ ...recordedAs("current"), hasFile: false }]), home)?.observed ?? {};
    expect(damaged?.get(imageName(published.image))).toEqual({
      findings: ["it is failed in AWS"],
      repairable: isRepairable,
    });
  });

  it("spares an image that somebody launched lately", async () => {
    const ago = (count: number): string => new Date(Date.now() - count * 86_400_000).toISOString();
    put(home, "ami-1", { lastLaunched: ago(2) });
    put(tokyo, "ami-1", { lastLaunched: ago(20) });
    const observed = await observe({}, [recordedAs("hidden"), recordedAs("hidden", tokyo)]);
    const name = imageName(published.image);
    expect(at(observed, home)?.observed.needed.get(name)).toMatch(/^launched 20\d\d-/);
    expect(at(observed, tokyo)?.observed.needed.get(name)).toBeUndefined();
  });

  it("is refused where the account has images of the other channel", async () => {
    put(home, "ami-1", { name: "debian-13-amd64-20260717-2542" });
    await expect(observe()).rejects.toThrow(/expected an account without images of another channel than daily/);
  });
});
