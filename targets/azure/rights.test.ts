import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actionsOf } from "../rights.ts";
import { azureRights } from "./model/rights.ts";
import { azureRun, imageUrn, published, sharedUrn, type AzureRun } from "./provider/azure-world.fixture.ts";
import { azureFacts } from "./facts.ts";

const own = published();
let azure: AzureRun;
beforeEach(async () => {
  azure = await azureRun(own());
  Object.assign(process.env, azure.standIn.environment(azure.subscription.tenant));
});
afterEach(() => azure.end());

/** Everything that a life of an image asks of Azure, deletions included. */
async function life(): Promise<void> {
  const observed = await azureFacts.observe([azure.target], azure.image.channel, []);
  const reason = observed.get(azure.target.name)?.observed.reason;
  if (reason !== "") throw new Error(reason);
  const upload = await azure.upload();
  await azure.publish();
  const shown = { westeurope: false, eastus: false, southeastasia: false };
  const hidden = await azure.show({ shown });
  const provider = await azure.provider();
  await provider.delete(sharedUrn, { ...hidden });
  // without targets it needs no tombstone
  await provider.delete(imageUrn, { ...upload, targets: [] });
}

/** Rights on a whole subscription, where an identity happens to have them. */
const optional = [
  "Microsoft.Compute/locations/communityGalleries/images/versions/read",
  "Microsoft.Resources/subscriptions/locations/read",
];
const needed = [...actionsOf(azureRights, "publish"), ...actionsOf(azureRights, "delete")];

describe("the table of rights", () => {
  it("has every action of an image's life", async () => {
    await life();
    expect([...azure.subscription.needed].toSorted()).toEqual([...needed, ...optional].toSorted());
  });

  it("lets nobody delete a gallery, whose public name would be lost for good (cluster-api-provider-azure#5167)", () => {
    const all = [...needed, ...actionsOf(azureRights, "setup")];
    expect(all.filter((action) => /galleries(\/images)?\/delete$/.test(action))).toEqual([]);
    expect(needed).not.toContain("Microsoft.Compute/galleries/share/action");
  });

  it("is enough: what only a whole subscription can grant is asked for, and done without", async () => {
    for (const action of optional) azure.subscription.lacks.add(action);
    await expect(life()).resolves.toBeUndefined();
  });

  it("an empty variable of the deleting identity is none: the publishing one deletes", async () => {
    process.env["AZURE_DELETE_CLIENT_ID"] = "";
    await expect(life()).resolves.toBeUndefined();
  });

  it.each(needed)("without %s the call that needs it is refused", async (action) => {
    azure.subscription.lacks.add(action);
    await expect(life()).rejects.toThrow(refusals[action] ?? action);
  });
});

/** Where Azure's words do not reach us: the answer to a HEAD has none, and the first look-up has words of ours. */
const containers = "Microsoft.Storage/storageAccounts/blobServices/containers";
const refusals: Readonly<Partial<Record<string, RegExp>>> = {
  "Microsoft.Resources/subscriptions/resourceGroups/read": /AuthorizationFailed/,
  [`${containers}/read`]: /HEAD [^ ]*\/vhds is "403"/,
  [`${containers}/blobs/read`]: /HEAD [^ ]*\.vhd is "403"/,
};
