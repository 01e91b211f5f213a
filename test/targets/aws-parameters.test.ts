import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { urnOf } from "../../provider/mirror/world.fixture.ts";
import {
  awsParametersOutputs,
  awsTypes,
  type AwsParametersInputs,
  type AwsParametersOutputs,
} from "../../targets/aws/model/resources.ts";
import type { StoredImage } from "../peers/aws/cloud.ts";
import { awsWorld, ownAccount, place, publishedForAws, type AwsWorld, type PublishedForAws } from "./aws-driver.ts";

const [home, tokyo] = ["eu-west-1", "ap-northeast-1"] as const;
const urn = urnOf(awsTypes.parameters);
const [byNumber, byName] = ["/aws/service/debian/daily/13/latest", "/aws/service/debian/daily/trixie/latest"] as const;

let published: PublishedForAws;
let aws: AwsWorld;
beforeAll(async () => {
  published = await publishedForAws();
});
beforeEach(async () => {
  aws = await awsWorld(published);
  for (const region of [home, tokyo]) for (const id of ["ami-1", "ami-2"]) aws.has(region).images.set(id, image(id));
});
afterEach(() => aws.standIn.end());
afterAll(() => published.end());

const image = (id: string): StoredImage => ({
  id,
  name: id,
  shown: {},
  description: "",
  snapshot: "snap-1",
  size: "8",
  tags: {},
  made: new Date("2026-07-17T00:00:00Z"),
  hiddenLooks: 0,
  pendingLooks: 0,
  state: "available",
  public: true,
  protection: "disabled",
});

type Images = Record<string, string | null>;
const leading = (images: Images, change: Partial<AwsParametersInputs> = {}): AwsParametersInputs => ({
  account: ownAccount,
  profile: place.profile,
  deletion: "deleter",
  home,
  paths: [byNumber, byName],
  dataType: null,
  regions: { [home]: { required: true, images }, [tokyo]: { required: false, images } },
  ...change,
});
const point = async (inputs: AwsParametersInputs): Promise<AwsParametersOutputs> =>
  awsParametersOutputs.parse((await (await aws.provider()).create(urn, { ...inputs })).outputs);
const again = async (olds: AwsParametersOutputs, inputs: AwsParametersInputs): Promise<AwsParametersOutputs> =>
  awsParametersOutputs.parse(await (await aws.provider()).update(urn, { ...olds }, { ...inputs }));
const named = (region: string): Record<string, string> =>
  Object.fromEntries([...aws.has(region).parameters].map(([name, { value }]) => [name, value]));

describe("a channel's parameters", () => {
  it("lead there where another run writes them at the same time, which AWS refuses one of the two (TooManyUpdates)", async () => {
    aws.has(home).busyParameters = 3;
    expect((await point(leading({ amd64: "ami-1" }))).results[home]).toBe("passed");
    expect(named(home)).toEqual({ [`${byNumber}/amd64`]: "ami-1", [`${byName}/amd64`]: "ami-1" });
    aws.has(home).busyParameters = Infinity;
    await expect(point(leading({ amd64: "ami-2" }))).rejects.toThrow(/TooManyUpdates/);
  });

  it("lead to each region's image by the suite's number and by its codename, in a region without any before too (bottlerocket-os/twoliter#518)", async () => {
    const { results } = await point(leading({ amd64: "ami-1", arm64: "ami-2" }));
    expect(results).toEqual({ [home]: "passed", [tokyo]: "passed" });
    for (const region of [home, tokyo])
      expect(named(region)).toEqual({
        [`${byNumber}/amd64`]: "ami-1",
        [`${byNumber}/arm64`]: "ami-2",
        [`${byName}/amd64`]: "ami-1",
        [`${byName}/arm64`]: "ami-2",
      });
  });

  it("move, also backwards, and are not written where they lead there already", async () => {
    const olds = await point(leading({ amd64: "ami-2" }));
    const written = aws.standIn.count(/PutParameter/);
    const moved = await again(olds, leading({ amd64: "ami-1" }));
    expect(named(tokyo)[`${byName}/amd64`]).toBe("ami-1");
    expect(aws.standIn.count(/PutParameter/) - written).toBe(4);
    await again(moved, leading({ amd64: "ami-1" }));
    expect(aws.standIn.count(/PutParameter/) - written).toBe(4);
  });

  it("stay where they are while the new image is not there", async () => {
    const olds = await point(leading({ amd64: "ami-1" }));
    const waiting = leading({ amd64: null });
    expect((await (await aws.provider()).diff(urn, { ...olds }, { ...waiting })).changes).toEqual([]);
    expect((await again(olds, waiting)).regions[home]?.images).toEqual({ amd64: "ami-1" });
    expect(named(home)[`${byName}/amd64`]).toBe("ami-1");
  });

  it("go with their last image", async () => {
    const olds = await point(leading({ amd64: "ami-1", arm64: "ami-2" }));
    await again(olds, leading({ amd64: "ami-1" }));
    expect(Object.keys(named(home))).toEqual([`${byNumber}/amd64`, `${byName}/amd64`]);
  });

  it("never lead to a private image", async () => {
    for (const region of [home, tokyo]) Object.assign(aws.has(region).images.get("ami-2") ?? {}, { public: false });
    await expect(point(leading({ amd64: "ami-2" }))).rejects.toThrow(/available, private.*no parameter was moved/);
    expect(named(home)).toEqual({});
  });

  it("keep the data type that they have (bottlerocket-os/twoliter#495)", async () => {
    await point(leading({ amd64: "ami-1" }, { dataType: "aws:ec2:image" }));
    await point(leading({ amd64: "ami-2" }));
    expect(aws.has(home).parameters.get(`${byName}/amd64`)).toMatchObject({
      value: "ami-2",
      dataType: "aws:ec2:image",
    });
    await expect(point(leading({ amd64: "ami-1" }, { dataType: "text" }))).rejects.toThrow(
      /"aws:ec2:image": expected the data type text.*AWS does not change the type of a name/,
    );
  });

  it("are read back: AWS says yes, and writes nothing for a role that may not describe images (aws/aws-sdk-java#2919)", async () => {
    aws.has(home).ignoresParameters = true;
    await expect(point(leading({ amd64: "ami-1" }, { dataType: "aws:ec2:image" }))).rejects.toThrow(
      /eu-west-1: parameters .*give the role ec2:DescribeImages/,
    );
  });

  it("are as they were, where a region was down when they were led and somebody reads them back", async () => {
    const inputs = leading({ amd64: "ami-1" });
    const tokyoDown = { required: false, down: "503", images: { amd64: "ami-1" } };
    const olds = await point({ ...inputs, regions: { ...inputs.regions, [tokyo]: tokyoDown } });
    const provider = await aws.provider();
    const state = { id: `${ownAccount}/${byNumber}`, outputs: { ...olds }, inputs: { ...inputs } };
    expect((await provider.read(urn, state))?.outputs).toEqual(olds);
    aws.has(home).parameters.clear();
    const found = await provider.read(urn, state);
    expect(found?.outputs).toMatchObject({
      results: { [home]: expect.stringMatching(/^drifted: .*amd64/) as unknown },
    });
  });

  it.each(["refused", "lost"] as const)(
    "come back soon after they went, where a write too early after a deletion is %s (SSM API, DeleteParameter)",
    async (earlyWrites) => {
      Object.assign(aws.standIn.cloud, { earlyWrites });
      aws.standIn.cloud.slowness = { imageHidden: 0, imagePending: 0, parameterGone: 3 };
      const olds = await point(leading({ amd64: "ami-1", arm64: "ami-2" }));
      const gone = await again(olds, leading({ amd64: "ami-1" }));
      await again(gone, leading({ amd64: "ami-1", arm64: "ami-2" }));
      for (const region of [home, tokyo]) expect(named(region)[`${byName}/arm64`]).toBe("ami-2");
    },
  );

  it.each(["refused", "failed after", "reply lost"] as const)(
    "are continued after calls that are %s",
    async (fault) => {
      aws.standIn.trouble(fault, { times: 5 });
      await point(leading({ amd64: "ami-1" })).catch(() => undefined);
      aws.standIn.calm();
      await point(leading({ amd64: "ami-1" }));
      expect([named(home), named(tokyo)].map((names) => Object.values(names))).toEqual([
        ["ami-1", "ami-1"],
        ["ami-1", "ami-1"],
      ]);
    },
  );
});
