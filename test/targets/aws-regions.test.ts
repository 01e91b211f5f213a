import { describe, expect, it } from "vitest";
import { writeTombstone } from "../../provider/mirror/world.fixture.ts";
import { awsImageOutputs } from "../../targets/aws/model/resources.ts";
import { AccountOfTests, home, imageUrn, paris, required, three, tokyo } from "./aws-account.ts";
import { ownAccount } from "./aws-driver.ts";

const world = new AccountOfTests();
const { again, inRegion, inRegions, isDue, make, only } = world;

/** Does what the message about an encrypted image says. The client tokens of earlier calls stay. */
function followRemedy(region: string): void {
  const has = world.aws.has(region);
  has.encrypts = false;
  has.images.clear();
  has.snapshots.clear();
}

describe("an image in three regions", () => {
  it("is sent to the home region alone, and copied to the others, each with its tags and those of its snapshot (hashicorp/packer#13100)", async () => {
    const { ids, results } = await make(inRegions(three));
    expect(results).toEqual({ [home]: "passed", [tokyo]: "passed", [paris]: "passed" });
    expect(world.aws.standIn.count(/StartSnapshot/)).toBe(1);
    expect(world.aws.standIn.count(/RegisterImage/)).toBe(1);
    for (const region of [home, tokyo, paris]) {
      const image = only(region);
      expect(ids[region]).toEqual({ image: image.id, snapshot: image.snapshot });
      expect(image).toMatchObject({ name: "debian-13-amd64-daily-20260717-2542", public: false });
      const tags = { AMI: image.name, ImageDigest: world.published.digest, ImageFamily: "debian-13-amd64-daily" };
      expect(image.tags).toMatchObject(tags);
      expect(world.aws.has(region).snapshots.get(image.snapshot)?.tags).toMatchObject(tags);
    }
  });

  it("has everything written out that AWS would choose otherwise", async () => {
    await make(inRegions(three));
    expect(only(tokyo).shown).toEqual({
      architecture: "x86_64",
      bootMode: "uefi-preferred",
      imdsSupport: "v2.0",
      virtualizationType: "hvm",
      enaSupport: "true",
      sriovNetSupport: "simple",
      rootDeviceName: "/dev/xvda",
    });
    expect(only(tokyo)).toMatchObject({ volumeType: "gp3", size: "8" });
  });

  it("is missing in a best-effort region that fails, which is said; the next run copies it, and asks no other region", async () => {
    world.aws.has(paris).encrypts = true;
    const first = await make(inRegions(three));
    expect(first.results).toMatchObject({ [home]: "passed", [paris]: expect.stringContaining("encrypted") as unknown });
    expect(world.aws.said).toEqual([expect.stringMatching(/eu-west-3.*encrypted.*the next run tries again/)]);
    followRemedy(paris);
    const calls = world.aws.standIn.calls.length;
    expect((await again(first, inRegions(three))).results[paris]).toBe("passed");
    const regions = world.aws.standIn.calls.slice(calls).map(({ region }) => region);
    expect(regions).not.toContain(tokyo);
  });

  it("is made in a home region that encrypted it, once that is put right as the message says", async () => {
    world.aws.has(home).encrypts = true;
    const remedy = /eu-west-1.*switch off EBS encryption.*deregister this image, delete its snapshot/;
    await expect(make(inRegions({ [home]: required }))).rejects.toThrow(remedy);
    followRemedy(home);
    expect((await make(inRegions({ [home]: required }))).results[home]).toBe("passed");
    expect(world.aws.has(home).snapshots.get(only(home).snapshot)?.encrypted).toBe(false);
  });

  it("fails where a required region does, once the others are done, and names each region that failed (bottlerocket#2688)", async () => {
    world.aws.has(tokyo).encrypts = true;
    await expect(make(inRegions(three))).rejects.toThrow(/ap-northeast-1.*encrypted/);
    expect(inRegion(paris)).toHaveLength(1);
    world.aws.has(paris).encrypts = true;
    world.aws.has(paris).images.clear();
    world.aws.has(paris).tokens.clear();
    await expect(make(inRegions({ ...three, [paris]: required }))).rejects.toThrow(
      /ap-northeast-1.*encrypted[^]*eu-west-3.*encrypted/,
    );
  });

  it("comes to a region later from any region that has it: bytes are not sent again", async () => {
    const olds = await make(inRegions({ [home]: required, [tokyo]: required }));
    const down = { ...required, down: "503" };
    const news = inRegions({ [home]: down, [tokyo]: required, [paris]: required });
    expect((await again(olds, news)).results[paris]).toBe("passed");
    expect(world.aws.standIn.count(/StartSnapshot/)).toBe(1);
  });

  it("is made in another region while the home region is down", async () => {
    const { results } = await make(inRegions({ [home]: { ...required, down: "503" }, [tokyo]: required }));
    expect(results).toEqual({ [tokyo]: "passed" });
    expect([inRegion(home), inRegion(tokyo)].map(({ length }) => length)).toEqual([0, 1]);
  });

  it("is there once where no reply to its copy came, the run failed, and the next one cannot see the copy yet", async () => {
    world.aws.standIn.cloud.slowness = { imageHidden: 4, imagePending: 1 };
    world.aws.standIn.trouble("reply lost", { call: /CopyImage/ });
    await expect(make(inRegions(three))).rejects.toThrow(/CopyImage/);
    world.aws.standIn.calm();
    expect((await make(inRegions(three))).results).toMatchObject({ [tokyo]: "passed", [paris]: "passed" });
    expect([tokyo, paris].map((region) => inRegion(region).length)).toEqual([1, 1]);
  });

  it("is there once where no reply to its copy came, and the next run would copy it from another region", async () => {
    const olds = await make(inRegions({ [home]: required, [tokyo]: required }));
    world.aws.standIn.cloud.slowness = { imageHidden: 4, imagePending: 1 };
    world.aws.standIn.trouble("reply lost", { call: /CopyImage/ });
    const everywhere = { [home]: required, [tokyo]: required, [paris]: required };
    await expect(again(olds, inRegions(everywhere))).rejects.toThrow(/CopyImage/);
    world.aws.standIn.calm();
    const elsewhere = { ...everywhere, [home]: { ...required, down: "503" } };
    expect((await again(olds, inRegions(elsewhere))).results[paris]).toBe("passed");
    expect(inRegion(paris)).toHaveLength(1);
  });

  it("is waited for by its state, however long AWS takes (bottlerocket-os/twoliter#603): nobody is shown one that is pending (SUSE-Enceladus/ec2imgutils#45)", async () => {
    world.aws.standIn.cloud.slowness = { imageHidden: 3, imagePending: 300 };
    expect((await make(inRegions(three))).results).toEqual({ [home]: "passed", [tokyo]: "passed", [paris]: "passed" });
    expect([home, tokyo, paris].map((region) => inRegion(region).length)).toEqual([1, 1, 1]);
  });

  it("is adopted where AWS says that its name is taken, by an image that it does not list yet (fedimg#121)", async () => {
    world.aws.standIn.cloud.slowness = { imageHidden: 12, imagePending: 1 };
    world.aws.standIn.trouble("reply lost", { call: /RegisterImage/, times: 1 });
    const { ids, results } = await make(inRegions(three));
    expect(results).toEqual({ [home]: "passed", [tokyo]: "passed", [paris]: "passed" });
    expect(world.aws.standIn.count(/RegisterImage/)).toBe(2);
    expect(ids[home]?.image).toBe(only(home).id);
  });

  it("is there once in each region where two machines make it at the same time, also where a copy fails", async () => {
    world.aws.has(tokyo).failedCopies = 1;
    world.aws.standIn.cloud.slowness = { imageHidden: 2, imagePending: 2 };
    const [one, other] = await Promise.all([make(inRegions(three)), make(inRegions(three))]);
    expect(other.ids).toEqual(one.ids);
    expect([home, tokyo, paris].map((region) => only(region).state)).toEqual(Array(3).fill("available"));
  });

  it("is copied under a new token when a copy got an id and never came (boto/boto3#3493)", async () => {
    world.aws.has(tokyo).lostCopies = 1;
    expect((await make(inRegions(three))).results[tokyo]).toBe("passed");
    expect(inRegion(tokyo)).toHaveLength(1);
  });

  it("is copied again when a copy failed, which leaves nothing behind", async () => {
    world.aws.has(tokyo).failedCopies = 1;
    await make(inRegions(three));
    expect([only(tokyo).state, world.aws.has(tokyo).snapshots.size]).toEqual(["available", 1]);
  });

  it("is copied again where a copy that an earlier run began fails", async () => {
    world.aws.has(tokyo).failedCopies = 1;
    world.aws.standIn.cloud.slowness = { imageHidden: 0, imagePending: 12 };
    world.aws.standIn.trouble("reply lost", { call: /CopyImage/ });
    await expect(make(inRegions(three))).rejects.toThrow(/CopyImage/);
    world.aws.standIn.calm();
    expect((await make(inRegions(three))).results[tokyo]).toBe("passed");
    expect([only(tokyo).state, world.aws.has(tokyo).snapshots.size]).toEqual(["available", 1]);
  });

  it("is copied again beside a copy whose snapshot ended in error, and which AWS still calls pending: that is said", async () => {
    world.aws.has(tokyo).brokenSnapshots = 1;
    expect((await make(inRegions(three))).results[tokyo]).toBe("passed");
    expect(inRegion(tokyo).map(({ pendingLooks }) => pendingLooks)).toEqual([Number.POSITIVE_INFINITY, 0]);
    expect(world.aws.said.join()).toMatch(
      /ap-northeast-1: ami-\S+, which AWS could not make, is still there: .*pending/,
    );
  });

  it("is made again in the home region where AWS could not make it there, which leaves nothing behind", async () => {
    world.aws.has(home).failedRegistrations = 1;
    expect((await make(inRegions(three))).results).toMatchObject({ [home]: "passed", [tokyo]: "passed" });
    expect([only(home).state, world.aws.has(home).snapshots.size]).toEqual(["available", 1]);
  });

  it("is an error of the home region where AWS could not make it there again and again", async () => {
    world.aws.has(home).failedRegistrations = 99;
    await expect(make(inRegions(three))).rejects.toThrow(/image ami-\S+ is "failed: /);
    expect(world.aws.standIn.count(/RegisterImage/)).toBe(3);
  });

  it("of a release is copied again where AWS spoilt the copy after it was protected", async () => {
    const release = inRegions(three, { isProtected: true });
    const olds = await make(release);
    only(tokyo).state = "failed";
    const repaired = inRegions(
      { ...three, [tokyo]: { required: true, repair: ["it is failed in AWS"] } },
      { isProtected: true },
    );
    expect((await again(olds, repaired)).results[tokyo]).toBe("passed");
    expect(only(tokyo)).toMatchObject({ state: "available", protection: "enabled-without-cooldown" });
  });

  it("is copied again where nobody may remove the copy that failed: that is said", async () => {
    world.aws.has(tokyo).failedCopies = 1;
    const { results } = await make(inRegions(three, { deletion: "nobody" }));
    expect(results[tokyo]).toBe("passed");
    expect(inRegion(tokyo).map(({ state }) => state)).toEqual(["failed", "available"]);
    expect(world.aws.said.join()).toContain("which AWS could not make, is still there");
  });

  it("is copied by the next run where each copy of one run failed: the tokens of those are used up", async () => {
    world.aws.has(tokyo).failedCopies = 3;
    await expect(make(inRegions(three))).rejects.toThrow(/3 copies that failed/);
    await make(inRegions(three));
    expect([only(tokyo).state, world.aws.has(tokyo).snapshots.size]).toEqual(["available", 1]);
  });

  it("waits while a region makes as many copies as it can", async () => {
    world.aws.has(tokyo).busyCopies = 3;
    expect((await make(inRegions(three))).results[tokyo]).toBe("passed");
  });

  it("is not made where an image of other bytes has its name", async () => {
    await make(inRegions(three));
    only(home).tags = { ...only(home).tags, ImageDigest: "another" };
    await expect(make(inRegions(three))).rejects.toThrow(/expected the tag ImageDigest .*it was not touched/);
  });

  it("is adopted where a twin of it is, which is said", async () => {
    await make(inRegions(three));
    const image = only(tokyo);
    world.aws.has(tokyo).images.set("ami-twin", { ...image, id: "ami-twin", public: true });
    const { ids } = await make(inRegions(three));
    expect(ids[tokyo]?.image).toBe("ami-twin");
    expect(world.aws.said).toEqual([expect.stringContaining("is there 2 times")]);
  });

  it("leaves a region that is no target any more once its tombstone is written", async () => {
    const olds = await make(inRegions(three));
    const news = inRegions({ [home]: required, [tokyo]: required });
    expect(await isDue(olds, news)).toBe(true);
    const waiting = await again(olds, news);
    expect([inRegion(paris).length, Object.keys(waiting.ids)]).toEqual([1, [home, tokyo, paris]]);
    await writeTombstone(world.published.world, world.published.image, world.published.digest, "aws-eu-west-3");
    const done = await again(waiting, news);
    expect([inRegion(paris).length, world.aws.has(paris).snapshots.size]).toEqual([0, 0]);
    expect([Object.keys(done.ids), await isDue(done, news)]).toEqual([[home, tokyo], false]);
  });

  it("of a release is protected from deregistration, and deleted all the same once its tombstone is written", async () => {
    const olds = await make(inRegions({ [home]: required }, { isProtected: true }));
    expect(only(home).protection).toBe("enabled-without-cooldown");
    await writeTombstone(world.published.world, world.published.image, world.published.digest, "aws-eu-west-1");
    await (await world.aws.provider()).delete(imageUrn, { ...olds });
    expect([inRegion(home).length, world.aws.has(home).snapshots.size]).toEqual([0, 0]);
  });

  it.each(["disabled", "enabled-without-cooldown"])(
    "that a killed run deregistered goes, with its snapshot, though AWS still lists it for a while, as %s",
    async (protection) => {
      const olds = await make(inRegions({ [home]: required }));
      const has = world.aws.has(home);
      const image = Object.assign(only(home), { protection });
      has.images.delete(image.id);
      has.leaving.set(image.id, { image, looks: 3 });
      await writeTombstone(world.published.world, world.published.image, world.published.digest, "aws-eu-west-1");
      await (await world.aws.provider()).delete(imageUrn, { ...olds });
      expect(has.snapshots.size).toBe(0);
    },
  );

  it("that AWS is still making stays known where its deletion is refused for that", async () => {
    const olds = await make(inRegions({ [home]: required }));
    only(home).pendingLooks = 99;
    await writeTombstone(world.published.world, world.published.image, world.published.digest, "aws-eu-west-1");
    const provider = await world.aws.provider();
    await expect(provider.delete(imageUrn, { ...olds })).rejects.toThrow(/InvalidAMIID\.Unavailable/);
    only(home).pendingLooks = 0;
    await provider.delete(imageUrn, { ...olds });
    expect([inRegion(home).length, world.aws.has(home).snapshots.size]).toEqual([0, 0]);
  });

  it.each(["enabled-with-cooldown", "disabled"])(
    "that somebody protected with a cooldown goes a day after the protection was taken away, though AWS says meanwhile that it is %s",
    async (meanwhile) => {
      const olds = await make(inRegions({ [home]: required }));
      world.aws.standIn.cloud.protectionWhileCooling = meanwhile;
      only(home).protection = "enabled-with-cooldown";
      await writeTombstone(world.published.world, world.published.image, world.published.digest, "aws-eu-west-1");
      const provider = await world.aws.provider();
      for (let run = 0; run < 2; run += 1) {
        await expect(provider.delete(imageUrn, { ...olds })).rejects.toThrow(/is protected from deregistration/);
        expect(inRegion(home)).toHaveLength(1);
      }
      Object.assign(only(home), { isCooling: false, protection: "disabled" });
      await provider.delete(imageUrn, { ...olds });
      expect([inRegion(home).length, world.aws.has(home).snapshots.size]).toEqual([0, 0]);
    },
  );

  it("that is lost in a region is not made there again, whatever a refresh finds", async () => {
    const olds = await make(inRegions({ [home]: required, [tokyo]: required }));
    world.aws.has(tokyo).images.clear();
    const state = { id: `${ownAccount}/${olds.image}`, outputs: { ...olds }, inputs: { ...olds } };
    const found = awsImageOutputs.parse((await (await world.aws.provider()).read(imageUrn, state))?.outputs);
    expect(found.results[tokyo]).toBe("damaged: it is not there");
    const lost = inRegions({
      [home]: required,
      [tokyo]: { ...required, down: "lost 2026-07-20: it is missing in AWS" },
    });
    expect(await isDue(found, lost)).toBe(false);
    await again(found, lost);
    expect(inRegion(tokyo)).toEqual([]);
  });
});
