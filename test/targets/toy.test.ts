import { afterAll, beforeAll, expect, it } from "vitest";
import { kinds, createProvider } from "../../provider/index.ts";
import { publishedOnce, type Published } from "../../targets/openstack/provider/glance-world.fixture.ts";
import { keepsTheLaws } from "./laws.ts";
import { ToyCloud, toyKinds, toyModel, toyResources, toyTarget } from "./toy.ts";

let published: Published;
beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());

keepsTheLaws("a toy cloud", "in place", async () => {
  const cloud = new ToyCloud();
  const { world, image, inputs } = published;
  const found = () => cloud.shelf.get(inputs.image);
  return {
    resources: toyResources,
    target: toyTarget("debian"),
    foreign: toyTarget("another"),
    image,
    digest: inputs.digest,
    async provider() {
      const display = { report: () => undefined, warn: () => undefined };
      const provider = createProvider(display, {}, new Map([...kinds, ...toyKinds(cloud)]));
      await provider.configure({ tree: world.tree, staging: world.staging });
      return provider;
    },
    outsider: async () => ({ listed: found()?.listed ?? false, startable: found()?.open ?? false }),
    owned: async () => [...cloud.shelf].map(([name, { bytes }]) => ({ ref: name, whole: bytes === inputs.digest })),
    count: () => ({ uploads: cloud.uploads, changes: cloud.changes }),
    spoil(moment) {
      cloud.killedAt = moment;
    },
    divide: () => undefined,
    forestall() {
      cloud.isForestalled = true;
    },
    async calm() {
      cloud.killedAt = undefined;
    },
    end: async () => undefined,
  };
});

it("a toy cloud is configured by its key", () => {
  expect(toyModel.config.parse({ account: "debian" }).targets).toEqual([toyTarget("debian")]);
  expect(toyModel.config.parse(undefined).targets).toEqual([]);
});
