import { z } from "zod";
import { keyName } from "../../images/config/problems.ts";
import { isVendor } from "../../images/model/definitions/vendors.ts";
import type { Problem } from "../../images/model/errors.ts";
import type { ConfiguredTargets } from "../target.ts";
import { azureTarget } from "./model/target.ts";

const guid = z.string("a UUID").regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "a UUID in lower case");
const galleryName = z
  .string("a gallery's name")
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._]{0,78}[A-Za-z0-9])?$/, "a gallery's name: letters, digits, . and _, no hyphen");
const regionName = z.string("a region").regex(/^[a-z]+[a-z0-9]*$/, "a region's short name, as westeurope");
const regionList = z.array(regionName, "a list of regions");

const azureSettings = z.strictObject({
  tenant: guid.describe("The Entra tenant of the identity and the subscription."),
  subscription: guid.describe("The subscription that holds the images of this channel alone."),
  resourceGroup: z
    .string("a resource group")
    .regex(/^[\w.()-]{0,89}[\w()-]$/, "a resource group's name")
    .describe("The group of the storage account and both galleries."),
  storageAccount: z
    .string("a storage account")
    .regex(/^[a-z0-9]{3,24}$/, "a storage account's name: 3 to 24 of a-z and 0-9")
    .describe("The account that disks are uploaded to, in the home region."),
  container: z
    .string("a container")
    .regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, "a container's name")
    .default("vhds")
    .describe("Its private container."),
  gallery: galleryName.describe("The private gallery, where an image is made before anybody else sees it."),
  communityGallery: galleryName.describe("The gallery that everybody sees. A version is made there when it is shown."),
  home: regionName.describe("The region of the galleries and the storage account."),
  regions: regionList.describe("Regions that a set waits for; the home region is always one of them."),
  bestEffort: regionList.default([]).describe("Regions that get an image when they can."),
  retired: regionList
    .default([])
    .describe("Regions that are given up: images there are hidden and deleted. All regions, to leave Azure."),
  replicas: z
    .int("a number")
    .min(1, "1 to 100")
    .max(100, "1 to 100")
    .default(1)
    .describe("Copies in each region; Azure advises one for 50 machines that start at once."),
  required: z
    .boolean("true or false")
    .default(true)
    .describe("Whether a set waits for Azure. If not, it waits for no region."),
  vendors: z
    .array(z.string("a vendor").refine(isVendor, "a vendor"), "a list of vendors")
    .min(1, "one vendor at least")
    .default(["azure"])
    .describe("Whose images go there."),
});

type AzureSettings = z.output<typeof azureSettings>;

/** `cloud-images:targets.azure`: one subscription, and a target for each region. */
export const azureConfig = azureSettings
  .nullable()
  .default(null)
  .describe("Azure's galleries, of one subscription.")
  .transform((settings): ConfiguredTargets =>
    settings === null ? { targets: [], problems: [], owned: [] } : configured(settings),
  );

function configured(settings: AzureSettings): ConfiguredTargets {
  const { regions, bestEffort, retired, required, vendors, ...place } = settings;
  const targets = [...new Set([place.home, ...regions, ...bestEffort, ...retired])].map((region) => ({
    ...azureTarget(place, region, required && !bestEffort.includes(region), retired.includes(region)),
    vendors,
  }));
  const identities = [
    {
      key: "subscription",
      value: place.subscription,
      remedy: "name a subscription of this channel's own",
    },
  ];
  return { targets, problems: problemsOf(settings), owned: [{ path: [], identities }] };
}

function problemsOf({ home, regions, bestEffort, retired, gallery, communityGallery }: AzureSettings): Problem[] {
  const problems: Problem[] = [];
  const add = (key: string, value: string, expected: string, remedy: string): void =>
    void problems.push({ where: keyName(["targets", "azure", key]), value, expected, remedy });
  const named = [...regions, ...bestEffort];
  const twice = named.find((region, index) => named.indexOf(region) !== index);
  if (twice !== undefined) add("bestEffort", twice, "each region once", "remove one of the two");
  if (bestEffort.includes(home))
    add("bestEffort", home, "no home region: every image is there first", "move it to regions");
  const kept = [home, ...named].find((region) => !retired.includes(region));
  if (retired.includes(home) && kept !== undefined)
    add(
      "retired",
      home,
      `no home region while ${kept} is in use: it has the copy of all others`,
      "retire all, or not it",
    );
  if (gallery === communityGallery)
    add(
      "communityGallery",
      communityGallery,
      "another gallery than the private one",
      "name the gallery that is shared",
    );
  return problems;
}
