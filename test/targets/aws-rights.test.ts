import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { awsRights } from "../../targets/aws/model/rights.ts";
import { awsTarget } from "../../targets/aws/model/target.ts";
import { observeAccount } from "../../targets/aws/observe.ts";
import { awsTypes } from "../../targets/aws/model/resources.ts";
import { writeTombstone, urnOf } from "../../provider/mirror/world.fixture.ts";
import { imageName } from "../../images/model/image.ts";
import { cloudName } from "../../targets/names.ts";
import { refuseUntagged } from "../peers/aws/tag-conditions.ts";
import { home, inputsOf, required, tokyo } from "./aws-account.ts";
import { awsWorld, ownAccount, place, publishedForAws, type AwsWorld, type PublishedForAws } from "./aws-driver.ts";

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

const login = { account: ownAccount, profile: "own", deletion: "deleter", home };

/** What the table has for the login, and no call of an image's life is. */
const ofTheLogin = ["AssumeRoleWithWebIdentity"];

it("each role may make exactly the calls that an image's life takes, from its upload to its deletion", async () => {
  const { image } = published;
  const identity = { image: imageName(image), name: cloudName(image) };
  const provider = await aws.provider();
  const inputs = {
    ...inputsOf(published, { [home]: required, [tokyo]: required }),
    ...login,
    isProtected: true,
  };
  aws.standIn.cloud.optIn.set(home, "opted-in").set(tokyo, "opted-in");
  for (const { askRoom } of (await observeAccount([awsTarget(place, required)], "daily", [], aws.options)).values())
    await askRoom?.();
  const { outputs: made } = await provider.create(urnOf(awsTypes.image), inputs);
  const ids = made["ids"] as Record<string, { image: string; snapshot: string }>;
  const phase = { ...required, phase: "current", isPublic: true };
  const access = {
    ...login,
    ...identity,
    outsider: null,
    names: ["/debian/daily/13/20260717-2542/amd64"],
    dataType: null,
    deprecateOn: "2028-07-16",
    regions: { [home]: { ...phase, ids: ids[home] }, [tokyo]: { ...phase, ids: ids[tokyo] } },
  };
  const { outputs: shown } = await provider.create(urnOf(awsTypes.imageAccess), access);
  const names = { ...login, paths: ["/debian/daily/13/latest"], dataType: null };
  const leading = { ...names, regions: { [home]: { ...required, images: { amd64: ids[home]?.image } } } };
  const { outputs: pointing } = await provider.create(urnOf(awsTypes.parameters), leading);
  await provider.update(urnOf(awsTypes.parameters), pointing, {
    ...names,
    regions: { [home]: { ...required, images: {} } },
  });
  await provider.delete(urnOf(awsTypes.imageAccess), shown);
  for (const region of [home, tokyo]) await writeTombstone(published.world, image, published.digest, `aws-${region}`);
  await provider.delete(urnOf(awsTypes.image), made);

  const callsOf = (key: string): string[] =>
    [...new Set(aws.standIn.calls.filter((each) => each.key === key).map(({ call }) => call))].toSorted();
  const needed = (group: "publish" | "delete"): string[] =>
    Object.keys(awsRights[group])
      .filter((operation) => !ofTheLogin.includes(operation))
      .toSorted();
  expect(callsOf("OWN")).toEqual(needed("publish"));
  expect(callsOf("DELETER")).toEqual(needed("delete"));
});

it.each([
  ["with our tag", { ImageDigest: "of any image" }, undefined],
  ["of others", { Name: "theirs" }, "no policy allows DeregisterImage without aws:ResourceTag/ImageDigest"],
])("the account lets the role delete an image %s", async (_whose, tags, refusal) => {
  const { cloud } = aws.standIn;
  const image = { id: "ami-1", name: "x", shown: {}, description: "", snapshot: "snap-1", size: "8", tags };
  const state = { made: new Date(), hiddenLooks: 0, pendingLooks: 0, state: "available", public: false } as const;
  aws.has(home).images.set(image.id, { ...image, ...state, protection: "disabled" });
  const asked = { key: "DELETER", account: ownAccount, region: home, service: "ec2", call: "DeregisterImage" };
  const rest = { changes: true, parameters: { ImageId: image.id }, body: Buffer.alloc(0), headers: {}, url: "/" };
  const ask = () => refuseUntagged(cloud, { ...asked, ...rest });
  if (refusal === undefined) expect(ask).not.toThrow();
  else expect(ask).toThrow(refusal);
});
