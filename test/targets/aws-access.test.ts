import { describe, expect, it } from "vitest";
import { urnOf } from "../../provider/mirror/world.fixture.ts";
import {
  awsAccessOutputs,
  awsTypes,
  type AwsAccessInputs,
  type AwsAccessOutputs,
  type AwsImageOutputs,
} from "../../targets/aws/model/resources.ts";
import { changed, settled } from "../peers/aws/late-setting.ts";
import { AccountOfTests, home, login, paris, required, three, tokyo } from "./aws-account.ts";
import { ownAccount } from "./aws-driver.ts";

const accessUrn = urnOf(awsTypes.imageAccess);
/** Another identity may delete. */
const publishing = { profile: "own", deletion: "deleter" };
const world = new AccountOfTests();
const { inRegions, make, only } = world;

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
    awsAccessOutputs.parse((await (await world.aws.provider()).create(accessUrn, { ...inputs })).outputs);

  it("is everybody in every region, with its snapshot (AndrewGuenther/fck-nat#82), and with the day of its deprecation set before", async () => {
    const made = await make(inRegions(three));
    const calls = world.aws.standIn.calls.length;
    await show(shown(made));
    for (const region of [home, tokyo, paris]) {
      const image = only(region);
      expect([image.public, world.aws.has(region).snapshots.get(image.snapshot)?.public]).toEqual([true, true]);
      expect(image.deprecation).toBe("2028-07-16T00:00:00.000Z");
    }
    const inHome = world.aws.standIn.calls.slice(calls).filter(({ region, changes }) => region === home && changes);
    expect(inHome.map(({ call }) => call)).toEqual([
      "EnableImageDeprecation",
      "ModifySnapshotAttribute",
      "ModifyImageAttribute",
    ]);
  });

  it.each([
    ["the last that AWS allows a public image, where the plan's is later", 300, 430],
    ["AWS's own where all days that it allows are past", 800, -70],
  ])("has %s: an image that was made %i days before it is shown", async (_case, before, after) => {
    const made = await make(inRegions({ [home]: required }));
    const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    only(home).made = new Date(`${daysFromNow(-before)}T07:00:30.000Z`);
    await show(shown(made, { deprecateOn: daysFromNow(720) }));
    expect([only(home).public, only(home).deprecation?.slice(0, 10)]).toEqual([true, daysFromNow(after)]);
  });

  const isShared = (region: string): boolean[] => {
    const image = only(region);
    return [image.public, world.aws.has(region).snapshots.get(image.snapshot)?.public === true];
  };
  const blocked =
    /ModifyImageAttribute.*DisableImageBlockPublicAccess.*the role accounts lets a region share.*ten minutes/;

  it("is nobody in a region that blocks public access, which is said, and not of its snapshot either; the others show it", async () => {
    const made = await make(inRegions(three));
    world.aws.has(paris).imageBlock = settled("block-new-sharing");
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
      world.aws.has(late).imageBlock = changed(settled("block-new-sharing"), "unblocked", 1);
      const said = await show(shown(made)).then(({ results }) => results[late], String);
      expect(said).toMatch(blocked);
      expect(isShared(late)).toEqual([false, false]);
      expect((await show(shown(made))).results[late]).toBe("passed");
      expect(isShared(late)).toEqual([true, true]);
    },
  );

  it("fails at a quota of public images in a required region, with the snapshot as private as the image", async () => {
    const made = await make(inRegions(three));
    world.aws.has(tokyo).publicQuota = 0;
    await expect(show(shown(made))).rejects.toThrow(
      /ap-northeast-1.*ResourceLimitExceeded.*ask AWS for a higher quota/,
    );
    expect(isShared(tokyo)).toEqual([false, false]);
  });

  it("is everybody, with its snapshot, where no answer came to the call that showed it", async () => {
    const made = await make(inRegions({ [home]: required }));
    world.aws.standIn.trouble("reply lost", { call: /ModifyImageAttribute/ });
    await expect(show(shown(made))).rejects.toThrow(/no answer/);
    expect(isShared(home)).toEqual([true, true]);
  });

  it("is asked for in each region by that region's own ids: another's is unknown there (rancher/elemental-toolkit#447)", async () => {
    const made = await make(inRegions(three));
    const calls = world.aws.standIn.calls.length;
    await show(shown(made));
    const asked = world.aws.standIn.calls.slice(calls).filter(({ call }) => call === "ModifyImageAttribute");
    expect(asked.map(({ region }) => region).toSorted()).toEqual([tokyo, home, paris]);
    const crossed = { ...made, ids: { [home]: made.ids[tokyo] ?? { image: "", snapshot: "" } } };
    await expect(show(shown(crossed))).rejects.toThrow(/eu-west-1: image ami-\w+: expected .*nothing was changed/);
  });

  it("is read back by another account, where the stack names one, in each region by one login", async () => {
    const made = await make(inRegions(three));
    await show(shown(made, { outsider: "outsider" }));
    const asked = world.aws.standIn.calls.filter(({ account }) => account !== ownAccount).map(({ call }) => call);
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
    world.aws.has(home).snapshotBlock = settled("block-all-sharing");
    expect(isShared(home)).toEqual([true, true]);
    const again = shown(made, { outsider: "outsider" });
    await expect((await world.aws.provider()).update(accessUrn, { ...olds }, { ...again })).rejects.toThrow(
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
    const provider = await world.aws.provider();
    const halfway = await provider.update(accessUrn, { ...olds }, { ...hidden({ down: "503" }) });
    expect([only(tokyo).public, only(paris).public]).toEqual([false, true]);
    expect((await provider.diff(accessUrn, halfway, { ...hidden({}) })).changes).toEqual(["regions"]);
    await provider.update(accessUrn, halfway, { ...hidden({}) });
    expect(only(paris).public).toBe(false);
  });

  it("is nobody in the other regions by a run in which the home region answers nobody", async () => {
    const made = await make(inRegions(three));
    const olds = await show(shown(made));
    world.aws.standIn.cloud.unreachable.add(home);
    const hidden = Object.entries(shown(made).regions).map(([region, each]) => [
      region,
      { ...each, phase: "withdrawn", isPublic: false, ...(region === home && { down: "no answer" }) },
    ]);
    const news = { ...shown(made), regions: Object.fromEntries(hidden) as unknown };
    await (await world.aws.provider()).update(accessUrn, { ...olds }, news);
    expect([home, tokyo, paris].map((region) => only(region).public)).toEqual([true, false, false]);
  });

  it("is still everybody in a region that left the configuration, which is refused", async () => {
    const made = await make(inRegions(three));
    const olds = await show(shown(made));
    const regions = Object.fromEntries(Object.entries(shown(made).regions).filter(([region]) => region !== paris));
    const provider = await world.aws.provider();
    await expect(provider.update(accessUrn, { ...olds }, { ...shown(made), regions })).rejects.toThrow(
      /expected the region eu-west-3, where .* is public; name it below retired/,
    );
  });

  it("finds it by the parameters of its version, which go before it is hidden, by whoever may publish: a release is withdrawn without the right to delete", async () => {
    const names = ["/aws/service/debian/daily/13/20260717-2542/amd64"];
    const made = await make(inRegions({ [home]: required }));
    const inputs = shown(made, { ...publishing, names, dataType: "aws:ec2:image" });
    const olds = await show(inputs);
    const { parameters } = world.aws.has(home);
    expect(parameters.get(names[0] ?? "")).toMatchObject({ value: only(home).id, dataType: "aws:ec2:image" });
    const calls = world.aws.standIn.calls.length;
    const hidden = Object.entries(inputs.regions).map(([region, each]) => [
      region,
      { ...each, phase: "hidden", isPublic: false },
    ]);
    const regions: unknown = Object.fromEntries(hidden);
    await (await world.aws.provider()).update(accessUrn, { ...olds }, { ...inputs, regions });
    const changes = world.aws.standIn.calls.slice(calls).filter((each) => each.changes);
    expect(changes.map(({ call }) => call)).toEqual([
      "DeleteParameters",
      "ModifyImageAttribute",
      "ModifySnapshotAttribute",
    ]);
    expect(new Set(changes.map(({ key }) => key))).toEqual(new Set(["OWN"]));
    expect(parameters.size).toBe(0);
  });

  it("finds it by no name that left the configuration, in a region that was down meanwhile by the next run", async () => {
    const [former, news] = ["/debian/daily/13/20260717-2542/amd64", "/cloud/daily/13/20260717-2542/amd64"];
    const made = await make(inRegions({ [home]: required, [tokyo]: required }));
    const inputs = shown(made, { names: [news] });
    const { [tokyo]: there } = inputs.regions;
    if (there === undefined) throw new Error("it is in Tokyo");
    const down = { ...inputs, regions: { ...inputs.regions, [tokyo]: { ...there, down: "503" } } };
    const namesIn = () => [home, tokyo].map((region) => [...world.aws.has(region).parameters.keys()]);
    const provider = await world.aws.provider();
    const first = await provider.update(accessUrn, { ...(await show({ ...inputs, names: [former] })) }, { ...down });
    expect(namesIn()).toEqual([[news], [former]]);
    expect((await provider.diff(accessUrn, first, { ...inputs })).changes).toContain("names");
    const second = await provider.update(accessUrn, first, { ...inputs });
    expect(namesIn()).toEqual([[news], [news]]);
    expect((await provider.diff(accessUrn, second, { ...inputs })).changes).toEqual([]);
  });

  it("is given back what AWS took away", async () => {
    const made = await make(inRegions({ [home]: required }));
    const olds = await show(shown(made));
    only(home).public = false;
    const { regions } = shown(made);
    const repair = { ...shown(made), regions: { [home]: { ...regions[home], repair: ["it is private"] } } };
    const provider = await world.aws.provider();
    expect((await provider.diff(accessUrn, { ...olds }, repair)).changes).toEqual(["regions"]);
    await provider.update(accessUrn, { ...olds }, repair);
    expect(only(home).public).toBe(true);
  });
});
