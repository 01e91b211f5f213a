import { z } from "zod";
import { text } from "../../images/config/values.ts";
import { isSuite } from "../../images/model/definitions/suites.ts";

const guid = z.guid("an id of 32 hexadecimal digits in five groups");
/** No dash: Azure takes none. */
const galleryName = z
  .string("a gallery's name")
  .regex(/^\w(?:[\w.]{0,78}\w)?$/, "a gallery's name: letters, digits, dots");

/** `cloud-images:azure` of an accounts stack. */
export const azureSubscriptionSchema = z.strictObject({
  tenant: guid.describe("The tenant, by id."),
  subscription: guid.describe("The channel's subscription, by id."),
  resourceGroup: text
    .regex(/^[\w().-]{1,89}[\w()-]$/, "a resource group's name")
    .describe("The group of everything below."),
  home: z
    .string("a region of Azure")
    .regex(/^[a-z]+[a-z0-9]*$/, "a region of Azure, as westeurope")
    .describe("The region of the galleries and the storage account."),
  storageAccount: z
    .string("a storage account's name")
    .regex(/^[a-z0-9]{3,24}$/, "a storage account's name: 3 to 24 lower-case letters and digits")
    .describe("Where disks are uploaded. Its name is unique among all storage accounts at Azure."),
  container: z
    .string("a container's name")
    .regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, "a container's name")
    .default("vhds")
    .describe("The container of the disks."),
  gallery: galleryName.describe("The private gallery: images are made and tested in it."),
  communityGallery: z
    .strictObject({
      name: galleryName.describe("Its name in the subscription."),
      prefix: text.describe("Begins its name for everybody; Azure adds an id, a new one each time that it is made."),
      contact: z.email("a mail address").describe("The publisher's address, which everybody sees."),
      uri: z.url("a web address").describe("The publisher's page."),
      eula: z.url("a web address").describe("The licence's page."),
    })
    .describe("The gallery that everybody sees as a whole. It is made once: what is given here can hardly be changed."),
  suites: z
    .array(z.string("a suite").refine(isSuite, "a suite"))
    .min(1, "at least one suite")
    .describe("The suites whose families get an image definition in both galleries."),
});

export type AzureSubscription = z.output<typeof azureSubscriptionSchema>;
