import { expect, onTestFinished, test } from "vitest";
import { parseImageName } from "../../images/model/image.ts";
import { definitionName, galleryDefinition } from "../../targets/azure/model/definition.ts";
import { Subscription } from "../peers/azure/account.ts";
import { isCopiedTo } from "../peers/azure/time.ts";
import { AzureStandIn } from "../peers/azure/stand-in.ts";
import { first, second } from "../engine/world/published.ts";
import { expectExit } from "../engine/command/said.ts";
import { channelOf } from "../engine/outside/views.ts";
import { World } from "../engine/world/world.ts";

const ec2 = ["ec2/amd64", "ec2/arm64"] as const;
const nameOf = (member: string, version: string): string => `debian-13-${member.replace("/", "-")}-daily-${version}`;

/** By region: the names of the images that everybody can start. */
function seenIn(subscription: Subscription): Record<string, string[]> {
  const found = [...(subscription.galleries.get("debian_public")?.definitions.values() ?? [])].flatMap(
    ({ versions }) => [...versions.values()],
  );
  const inRegion = (region: string): string[] =>
    found
      .filter((version) => isCopiedTo(version, region))
      .map(({ body }) => body.tags?.["debian_image"] ?? "")
      .toSorted();
  return { westeurope: inRegion("westeurope"), eastus: inRegion("eastus") };
}

test("dailies go to Azure: shown in all regions, hidden by a withdrawal, and gone in time", async () => {
  const subscription = new Subscription("0a1b2c3d-0000-4000-8000-00000000da11", "0a1b2c3d-0000-4000-8000-000000000001");
  for (const member of ec2) {
    const image = parseImageName(nameOf(member, first));
    const definition = image === undefined ? undefined : galleryDefinition(image);
    if (image !== undefined && definition !== undefined) subscription.define(definitionName(image), { ...definition });
  }
  const azure = await AzureStandIn.start(subscription);
  onTestFinished(() => azure.end());
  const before = { ...process.env };
  Object.assign(process.env, azure.environment(subscription.tenant));
  onTestFinished(() => {
    process.env = before;
  });
  const world = await World.ofTest({
    targets: {
      azure: {
        tenant: subscription.tenant,
        subscription: subscription.id,
        resourceGroup: subscription.resourceGroup,
        storageAccount: subscription.storageAccount,
        gallery: "debian",
        communityGallery: "debian_public",
        home: "westeurope",
        regions: ["westeurope"],
        bestEffort: ["eastus"],
        vendors: ["ec2"],
      },
    },
  });

  await world.arrive(first);
  expectExit(await world.up(), 0);
  const ours = ec2.map((member) => nameOf(member, first));
  expect(seenIn(subscription)).toEqual({ westeurope: ours, eastus: ours });
  const { sets } = await channelOf(world);
  const refs = [...sets.values()].flatMap(({ record }) =>
    record.images.flatMap(({ targets }) => targets["azure-eastus"]?.refs ?? []),
  );
  expect(refs.filter((ref) => ref.startsWith("/CommunityGalleries/debian-"))).toHaveLength(2);

  const changes = azure.calls.filter((call) => /^(PUT|DELETE)/.test(call)).length;
  expectExit(await world.up(), 0);
  expect(azure.calls.filter((call) => /^(PUT|DELETE)/.test(call))).toHaveLength(changes);

  world.day("2026-07-02");
  await world.arrive(second);
  expectExit(await world.up(), 0);
  const both = [first, second].flatMap((version) => ec2.map((member) => nameOf(member, version))).toSorted();
  expect(seenIn(subscription)).toEqual({ westeurope: both, eastus: both });

  world.configure({ withdraw: { [second]: "it does not boot" } });
  expectExit(await world.up(), 0);
  expect(seenIn(subscription)).toEqual({ westeurope: ours, eastus: ours });

  world.day("2026-08-15");
  expectExit(await world.up(), 0);
  expect(subscription.blobs.blobs.size).toBe(2);
  expect(await world.settledProblems()).toEqual([]);
});
