import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { imageName } from "../../images/model/image.ts";
import { bury, urnOf } from "../../provider/mirror/world.fixture.ts";
import {
  awsAccessOutputs,
  awsImageOutputs,
  awsTypes,
  type AwsAccessInputs,
  type AwsAccessOutputs,
  type AwsImageInputs,
  type AwsImageOutputs,
} from "../../targets/aws/model/resources.ts";
import { cloudDescription, cloudFamily, cloudName } from "../../targets/names.ts";
import type { StoredImage } from "../peers/aws/cloud.ts";
import { changed, settled } from "../peers/aws/late-setting.ts";
import { awsWorld, ownAccount, place, publishedForAws, type AwsWorld, type PublishedForAws } from "./aws-driver.ts";

const [home, tokyo, paris] = ["eu-west-1", "ap-northeast-1", "eu-west-3"] as const;
const imageUrn = urnOf(awsTypes.image);
const accessUrn = urnOf(awsTypes.imageAccess);
const login = { account: ownAccount, profile: place.profile, deletion: null, home };
const required = { required: true };
const bestEffort = { required: false };

let published: PublishedForAws;
let aws: AwsWorld;
beforeAll(async () => {
  published = await publishedForAws();
});
beforeEach(async () => {
  aws = await awsWorld(published);
});
afterEach(() => aws.standIn.end());
afterAll(() => published.end());

type Regions = AwsImageInputs["regions"];
const inRegions = (regions: Regions, change: Partial<AwsImageInputs> = {}): AwsImageInputs => ({
  ...login,
  image: imageName(published.image),
  digest: published.digest,
  outcome: "passed",
  name: cloudName(published.image),
  family: cloudFamily(published.image),
  version: published.image.version,
  description: cloudDescription(published.image),
  architecture: "x86_64",
  bootMode: "uefi-preferred",
  imdsSupport: "v2.0",
  enaSupport: true,
  size: 8,
  isProtected: false,
  regions,
  ...change,
});
const three: Regions = { [home]: required, [tokyo]: required, [paris]: bestEffort };

const make = async (inputs: AwsImageInputs): Promise<AwsImageOutputs> =>
  awsImageOutputs.parse((await (await aws.provider()).create(imageUrn, { ...inputs })).outputs);
const again = async (olds: AwsImageOutputs, inputs: AwsImageInputs): Promise<AwsImageOutputs> =>
  awsImageOutputs.parse(await (await aws.provider()).update(imageUrn, { ...olds }, { ...inputs }));
const isDue = async (olds: AwsImageOutputs, inputs: AwsImageInputs): Promise<boolean> =>
  (await (await aws.provider()).diff(imageUrn, { ...olds }, { ...inputs })).changes.length > 0;

const inRegion = (region: string): StoredImage[] => [...aws.has(region).images.values()];
const only = (region: string): StoredImage => {
  const [image, ...rest] = inRegion(region);
  if (image === undefined || rest.length > 0) throw new Error(`${rest.length} images too many, or none, in ${region}`);
  return image;
};

/** Does what the message about an encrypted image says. The client tokens of earlier calls stay. */
function followRemedy(region: string): void {
  const has = aws.has(region);
  has.encrypts = false;
  has.images.clear();
  has.snapshots.clear();
}

describe("an image in three regions", () => {
  it("is sent to the home region alone, and copied to the others, each with its tags and those of its snapshot (hashicorp/packer#13100)", async () => {
    const { ids, results } = await make(inRegions(three));
    expect(results).toEqual({ [home]: "passed", [tokyo]: "passed", [paris]: "passed" });
    expect(aws.standIn.count(/StartSnapshot/)).toBe(1);
    expect(aws.standIn.count(/RegisterImage/)).toBe(1);
    for (const region of [home, tokyo, paris]) {
      const image = only(region);
      expect(ids[region]).toEqual({ image: image.id, snapshot: image.snapshot });
      expect(image).toMatchObject({ name: "debian-13-amd64-daily-20260717-2542", public: false });
      const tags = { AMI: image.name, ImageDigest: published.digest, ImageFamily: "debian-13-amd64-daily" };
      expect(image.tags).toMatchObject(tags);
      expect(aws.has(region).snapshots.get(image.snapshot)?.tags).toMatchObject(tags);
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
    aws.has(paris).encrypts = true;
    const first = await make(inRegions(three));
    expect(first.results).toMatchObject({ [home]: "passed", [paris]: expect.stringContaining("encrypted") as unknown });
    expect(aws.said).toEqual([expect.stringMatching(/eu-west-3.*encrypted.*the next run tries again/)]);
    followRemedy(paris);
    const calls = aws.standIn.calls.length;
    expect((await again(first, inRegions(three))).results[paris]).toBe("passed");
    const regions = aws.standIn.calls.slice(calls).map(({ region }) => region);
    expect(regions).not.toContain(tokyo);
  });

  it("is made in a home region that encrypted it, once that is put right as the message says", async () => {
    aws.has(home).encrypts = true;
    const remedy = /eu-west-1.*switch off EBS encryption.*deregister this image, delete its snapshot/;
    await expect(make(inRegions({ [home]: required }))).rejects.toThrow(remedy);
    followRemedy(home);
    expect((await make(inRegions({ [home]: required }))).results[home]).toBe("passed");
    expect(aws.has(home).snapshots.get(only(home).snapshot)?.encrypted).toBe(false);
  });

  it("fails where a required region does, once the others are done, and names each region that failed (bottlerocket#2688)", async () => {
    aws.has(tokyo).encrypts = true;
    await expect(make(inRegions(three))).rejects.toThrow(/ap-northeast-1.*encrypted/);
    expect(inRegion(paris)).toHaveLength(1);
    aws.has(paris).encrypts = true;
    aws.has(paris).images.clear();
    aws.has(paris).tokens.clear();
    await expect(make(inRegions({ ...three, [paris]: required }))).rejects.toThrow(
      /ap-northeast-1.*encrypted[^]*eu-west-3.*encrypted/,
    );
  });

  it("comes to a region later from any region that has it: bytes are not sent again", async () => {
    const olds = await make(inRegions({ [home]: required, [tokyo]: required }));
    const down = { ...required, down: "503" };
    const news = inRegions({ [home]: down, [tokyo]: required, [paris]: required });
    expect((await again(olds, news)).results[paris]).toBe("passed");
    expect(aws.standIn.count(/StartSnapshot/)).toBe(1);
  });

  it("is made in another region while the home region is down", async () => {
    const { results } = await make(inRegions({ [home]: { ...required, down: "503" }, [tokyo]: required }));
    expect(results).toEqual({ [tokyo]: "passed" });
    expect([inRegion(home), inRegion(tokyo)].map(({ length }) => length)).toEqual([0, 1]);
  });

  it("is there once where no reply to its copy came, the run failed, and the next one cannot see the copy yet", async () => {
    aws.standIn.cloud.slowness = { imageHidden: 4, imagePending: 1 };
    aws.standIn.trouble("reply lost", { call: /CopyImage/ });
    await expect(make(inRegions(three))).rejects.toThrow(/CopyImage/);
    aws.standIn.calm();
    expect((await make(inRegions(three))).results).toMatchObject({ [tokyo]: "passed", [paris]: "passed" });
    expect([tokyo, paris].map((region) => inRegion(region).length)).toEqual([1, 1]);
  });

  it("is there once where no reply to its copy came, and the next run would copy it from another region", async () => {
    const olds = await make(inRegions({ [home]: required, [tokyo]: required }));
    aws.standIn.cloud.slowness = { imageHidden: 4, imagePending: 1 };
    aws.standIn.trouble("reply lost", { call: /CopyImage/ });
    const everywhere = { [home]: required, [tokyo]: required, [paris]: required };
    await expect(again(olds, inRegions(everywhere))).rejects.toThrow(/CopyImage/);
    aws.standIn.calm();
    const elsewhere = { ...everywhere, [home]: { ...required, down: "503" } };
    expect((await again(olds, inRegions(elsewhere))).results[paris]).toBe("passed");
    expect(inRegion(paris)).toHaveLength(1);
  });

  it("is waited for by its state, however long AWS takes (bottlerocket-os/twoliter#603): nobody is shown one that is pending (SUSE-Enceladus/ec2imgutils#45)", async () => {
    aws.standIn.cloud.slowness = { imageHidden: 3, imagePending: 300 };
    expect((await make(inRegions(three))).results).toEqual({ [home]: "passed", [tokyo]: "passed", [paris]: "passed" });
    expect([home, tokyo, paris].map((region) => inRegion(region).length)).toEqual([1, 1, 1]);
  });

  it("is adopted where AWS says that its name is taken, by an image that it does not list yet (fedimg#121)", async () => {
    aws.standIn.cloud.slowness = { imageHidden: 12, imagePending: 1 };
    aws.standIn.trouble("reply lost", { call: /RegisterImage/, times: 1 });
    const { ids, results } = await make(inRegions(three));
    expect(results).toEqual({ [home]: "passed", [tokyo]: "passed", [paris]: "passed" });
    expect(aws.standIn.count(/RegisterImage/)).toBe(2);
    expect(ids[home]?.image).toBe(only(home).id);
  });

  it("is copied under a new token when a copy got an id and never came (boto/boto3#3493)", async () => {
    aws.has(tokyo).lostCopies = 1;
    expect((await make(inRegions(three))).results[tokyo]).toBe("passed");
    expect(inRegion(tokyo)).toHaveLength(1);
  });

  it("is copied again when a copy failed, which leaves nothing behind", async () => {
    aws.has(tokyo).failedCopies = 1;
    await make(inRegions(three));
    expect([only(tokyo).state, aws.has(tokyo).snapshots.size]).toEqual(["available", 1]);
  });

  it("waits while a region makes as many copies as it can", async () => {
    aws.has(tokyo).busyCopies = 3;
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
    aws.has(tokyo).images.set("ami-twin", { ...image, id: "ami-twin", public: true });
    const { ids } = await make(inRegions(three));
    expect(ids[tokyo]?.image).toBe("ami-twin");
    expect(aws.said).toEqual([expect.stringContaining("is there 2 times")]);
  });

  it("leaves a region that is no target any more once its tombstone is written", async () => {
    const olds = await make(inRegions(three));
    const news = inRegions({ [home]: required, [tokyo]: required });
    expect(await isDue(olds, news)).toBe(true);
    const waiting = await again(olds, news);
    expect([inRegion(paris).length, Object.keys(waiting.ids)]).toEqual([1, [home, tokyo, paris]]);
    await bury(published.world, published.image, published.digest, "aws-eu-west-3");
    const done = await again(waiting, news);
    expect([inRegion(paris).length, aws.has(paris).snapshots.size]).toEqual([0, 0]);
    expect([Object.keys(done.ids), await isDue(done, news)]).toEqual([[home, tokyo], false]);
  });

  it("of a release is protected from deregistration, and deleted all the same once its tombstone is written", async () => {
    const olds = await make(inRegions({ [home]: required }, { isProtected: true }));
    expect(only(home).protection).toBe("enabled-without-cooldown");
    await bury(published.world, published.image, published.digest, "aws-eu-west-1");
    await (await aws.provider()).delete(imageUrn, { ...olds });
    expect([inRegion(home).length, aws.has(home).snapshots.size]).toEqual([0, 0]);
  });

  it.each(["enabled-with-cooldown", "disabled"])(
    "that somebody protected with a cooldown goes a day after the protection was taken away, though AWS says meanwhile that it is %s",
    async (meanwhile) => {
      const olds = await make(inRegions({ [home]: required }));
      aws.standIn.cloud.protectionWhileCooling = meanwhile;
      only(home).protection = "enabled-with-cooldown";
      await bury(published.world, published.image, published.digest, "aws-eu-west-1");
      const provider = await aws.provider();
      for (let run = 0; run < 2; run += 1) {
        await expect(provider.delete(imageUrn, { ...olds })).rejects.toThrow(/is protected from deregistration/);
        expect(inRegion(home)).toHaveLength(1);
      }
      Object.assign(only(home), { isCooling: false, protection: "disabled" });
      await provider.delete(imageUrn, { ...olds });
      expect([inRegion(home).length, aws.has(home).snapshots.size]).toEqual([0, 0]);
    },
  );

  it("that is lost in a region is not made there again, whatever a refresh finds", async () => {
    const olds = await make(inRegions({ [home]: required, [tokyo]: required }));
    aws.has(tokyo).images.clear();
    const state = { id: `${ownAccount}/${olds.image}`, outputs: { ...olds }, inputs: { ...olds } };
    const found = awsImageOutputs.parse((await (await aws.provider()).read(imageUrn, state))?.outputs);
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

describe("who sees an image", () => {
  const shown = ({ ids, image, name }: AwsImageOutputs, change: Partial<AwsAccessInputs> = {}): AwsAccessInputs => ({
    ...login,
    image,
    name,
    outsider: null,
    names: [],
    dataType: null,
    deprecateOn: "2028-07-16",
    regions: Object.fromEntries(
      Object.entries(ids).map(([region, own]) => [
        region,
        { required: region !== paris, phase: "current", isPublic: true, ids: own },
      ]),
    ),
    ...change,
  });
  const show = async (inputs: AwsAccessInputs): Promise<AwsAccessOutputs> =>
    awsAccessOutputs.parse((await (await aws.provider()).create(accessUrn, { ...inputs })).outputs);

  it("is everybody in every region, with its snapshot (AndrewGuenther/fck-nat#82), and with the day of its deprecation set before", async () => {
    const made = await make(inRegions(three));
    const calls = aws.standIn.calls.length;
    await show(shown(made));
    for (const region of [home, tokyo, paris]) {
      const image = only(region);
      expect([image.public, aws.has(region).snapshots.get(image.snapshot)?.public]).toEqual([true, true]);
      expect(image.deprecation).toBe("2028-07-16T00:00:00.000Z");
    }
    const inHome = aws.standIn.calls.slice(calls).filter(({ region, changes }) => region === home && changes);
    expect(inHome.map(({ call }) => call)).toEqual([
      "EnableImageDeprecation",
      "ModifySnapshotAttribute",
      "ModifyImageAttribute",
    ]);
  });

  const isShared = (region: string): boolean[] => {
    const image = only(region);
    return [image.public, aws.has(region).snapshots.get(image.snapshot)?.public === true];
  };
  const blocked =
    /ModifyImageAttribute.*DisableImageBlockPublicAccess.*the role accounts lets a region share.*ten minutes/;

  it("is nobody in a region that blocks public access, which is said, and not of its snapshot either; the others show it", async () => {
    const made = await make(inRegions(three));
    aws.has(paris).imageBlock = settled("block-new-sharing");
    const { results } = await show(shown(made));
    expect(results).toMatchObject({ [home]: "passed", [paris]: expect.stringMatching(blocked) as unknown });
    expect([home, tokyo, paris].map(isShared)).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
  });

  it.each([
    ["that is not required", paris],
    ["that is required", tokyo],
  ])(
    "is everybody by the next run in a region %s and was just let share, where AWS still went by the old setting",
    async (_which, late) => {
      const made = await make(inRegions(three));
      aws.has(late).imageBlock = changed(settled("block-new-sharing"), "unblocked", 1);
      const said = await show(shown(made)).then(({ results }) => results[late], String);
      expect(said).toMatch(blocked);
      expect(isShared(late)).toEqual([false, false]);
      expect((await show(shown(made))).results[late]).toBe("passed");
      expect(isShared(late)).toEqual([true, true]);
    },
  );

  it("fails at a quota of public images in a required region, with the snapshot as private as the image", async () => {
    const made = await make(inRegions(three));
    aws.has(tokyo).publicQuota = 0;
    await expect(show(shown(made))).rejects.toThrow(
      /ap-northeast-1.*ResourceLimitExceeded.*ask AWS for a higher quota/,
    );
    expect(isShared(tokyo)).toEqual([false, false]);
  });

  it("is everybody, with its snapshot, where no answer came to the call that showed it", async () => {
    const made = await make(inRegions({ [home]: required }));
    aws.standIn.trouble("reply lost", { call: /ModifyImageAttribute/ });
    await expect(show(shown(made))).rejects.toThrow(/no answer/);
    expect(isShared(home)).toEqual([true, true]);
  });

  it("is asked for in each region by that region's own ids: another's is unknown there (rancher/elemental-toolkit#447)", async () => {
    const made = await make(inRegions(three));
    const calls = aws.standIn.calls.length;
    await show(shown(made));
    const asked = aws.standIn.calls.slice(calls).filter(({ call }) => call === "ModifyImageAttribute");
    expect(asked.map(({ region }) => region).toSorted()).toEqual([tokyo, home, paris]);
    const crossed = { ...made, ids: { [home]: made.ids[tokyo] ?? { image: "", snapshot: "" } } };
    await expect(show(shown(crossed))).rejects.toThrow(/eu-west-1: image ami-\w+: expected .*nothing was changed/);
  });

  it("is read back by another account, where the stack names one, in each region by one login", async () => {
    const made = await make(inRegions(three));
    await show(shown(made, { outsider: "outsider" }));
    const asked = aws.standIn.calls.filter(({ account }) => account !== ownAccount).map(({ call }) => call);
    expect(asked.toSorted()).toEqual([
      ...Array<string>(3).fill("DescribeImages"),
      ...Array<string>(3).fill("DescribeSnapshots"),
      "GetCallerIdentity",
    ]);
    await expect(show(shown(made, { outsider: "own" }))).rejects.toThrow(/expected a profile of another account/);
  });

  it("is not seen whole by another account where a region blocks public snapshots, whose attributes still say that they are public", async () => {
    const made = await make(inRegions({ [home]: required }));
    const olds = await show(shown(made));
    aws.has(home).snapshotBlock = settled("block-all-sharing");
    expect(isShared(home)).toEqual([true, true]);
    const again = shown(made, { outsider: "outsider" });
    await expect((await aws.provider()).update(accessUrn, { ...olds }, { ...again })).rejects.toThrow(
      /eu-west-1: snapshot snap-\w+, asked by account 210987654321.*whether block public access hides it/,
    );
  });

  it("is nobody once a region that was down answers again, where the image was hidden meanwhile", async () => {
    const made = await make(inRegions(three));
    const olds = await show(shown(made));
    const hidden = (change: object): AwsAccessInputs => ({
      ...shown(made),
      regions: Object.fromEntries(
        Object.entries(shown(made).regions).map(([region, each]) => [
          region,
          { ...each, phase: "hidden", isPublic: false, ...(region === paris && change) },
        ]),
      ),
    });
    const provider = await aws.provider();
    const halfway = await provider.update(accessUrn, { ...olds }, { ...hidden({ down: "503" }) });
    expect([only(tokyo).public, only(paris).public]).toEqual([false, true]);
    expect((await provider.diff(accessUrn, halfway, { ...hidden({}) })).changes).toEqual(["regions"]);
    await provider.update(accessUrn, halfway, { ...hidden({}) });
    expect(only(paris).public).toBe(false);
  });

  it("is nobody in the other regions by a run in which the home region answers nobody", async () => {
    const made = await make(inRegions(three));
    const olds = await show(shown(made));
    aws.standIn.cloud.unreachable.add(home);
    const hidden = Object.entries(shown(made).regions).map(([region, each]) => [
      region,
      { ...each, phase: "withdrawn", isPublic: false, ...(region === home && { down: "no answer" }) },
    ]);
    const news = { ...shown(made), regions: Object.fromEntries(hidden) as unknown };
    await (await aws.provider()).update(accessUrn, { ...olds }, news);
    expect([home, tokyo, paris].map((region) => only(region).public)).toEqual([true, false, false]);
  });

  it("is still everybody in a region that left the configuration, which is refused", async () => {
    const made = await make(inRegions(three));
    const olds = await show(shown(made));
    const regions = Object.fromEntries(Object.entries(shown(made).regions).filter(([region]) => region !== paris));
    const provider = await aws.provider();
    await expect(provider.update(accessUrn, { ...olds }, { ...shown(made), regions })).rejects.toThrow(
      /expected the region eu-west-3, where .* is public; name it below retired/,
    );
  });

  it("finds it by the parameters of its version, which go before it is hidden", async () => {
    const names = ["/aws/service/debian/daily/13/20260717-2542/amd64"];
    const made = await make(inRegions({ [home]: required }));
    const inputs = shown(made, { names, dataType: "aws:ec2:image" });
    const olds = await show(inputs);
    const { parameters } = aws.has(home);
    expect(parameters.get(names[0] ?? "")).toMatchObject({ value: only(home).id, dataType: "aws:ec2:image" });
    const calls = aws.standIn.calls.length;
    const hidden = Object.entries(inputs.regions).map(([region, each]) => [
      region,
      { ...each, phase: "hidden", isPublic: false },
    ]);
    const regions: unknown = Object.fromEntries(hidden);
    await (await aws.provider()).update(accessUrn, { ...olds }, { ...inputs, regions });
    const changes = aws.standIn.calls.slice(calls).filter((each) => each.changes);
    expect(changes.map(({ call }) => call)).toEqual([
      "DeleteParameters",
      "ModifyImageAttribute",
      "ModifySnapshotAttribute",
    ]);
    expect(parameters.size).toBe(0);
  });

  it("is given back what AWS took away", async () => {
    const made = await make(inRegions({ [home]: required }));
    const olds = await show(shown(made));
    only(home).public = false;
    const { regions } = shown(made);
    const repair = { ...shown(made), regions: { [home]: { ...regions[home], repair: ["it is private"] } } };
    const provider = await aws.provider();
    expect((await provider.diff(accessUrn, { ...olds }, repair)).changes).toEqual(["regions"]);
    await provider.update(accessUrn, { ...olds }, repair);
    expect(only(home).public).toBe(true);
  });
});
