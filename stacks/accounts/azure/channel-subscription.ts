import { ManagementLockByScope } from "@pulumi/azure-native/authorization/managementLockByScope.js";
import { Provider } from "@pulumi/azure-native/provider.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import { BlobContainer } from "@pulumi/azure-native/storage/blobContainer.js";
import { StorageAccount } from "@pulumi/azure-native/storage/storageAccount.js";
import * as pulumi from "@pulumi/pulumi";
import type { Channel } from "../../../images/model/definitions/channels.ts";
import type { TrustedJobs } from "../../../targets/trusted-jobs.ts";
import type { AzureSubscription } from "../config-azure.ts";
import { kept } from "../kept.ts";
import { makeGalleries } from "./galleries.ts";
import { makeIdentity, makeRole } from "./identity.ts";

export interface AzureChannelSubscriptionArgs {
  channel: Channel;
  gitlab: TrustedJobs;
  azure: AzureSubscription;
}

/** Sets up a channel's subscription at Azure: a storage account, two galleries, and the identities that publish and delete. */
export class AzureChannelSubscription extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:AzureChannelSubscription";

  /** The client ids of the identities that jobs become. */
  readonly publishClient: pulumi.Output<string>;
  readonly deleteClient: pulumi.Output<string>;

  constructor(name: string, args: AzureChannelSubscriptionArgs) {
    super(AzureChannelSubscription.__pulumiType, name, args);
    const { channel, azure } = args;
    const { tenant, subscription, resourceGroup, home } = azure;
    const provider = new Provider(
      `${name}-azure`,
      { tenantId: tenant, subscriptionId: subscription, location: home },
      { parent: this },
    );
    const own = { parent: this, provider, ...kept };
    const tags = { "managed-by": "cloud-images", channel };
    const group = new ResourceGroup(`${name}-group`, { resourceGroupName: resourceGroup, location: home, tags }, own);
    const place = { resourceGroupName: group.name, location: home, tags };
    this.#storage(name, azure, place, own);
    makeGalleries(name, args, place, own);
    const context = { ...args, group, place, own };
    const [mayPublish, mayDelete] = [makeRole(name, "publish", context), makeRole(name, "delete", context)];
    this.publishClient = makeIdentity(name, "publish", { publish: mayPublish }, context).clientId;
    this.deleteClient = makeIdentity(name, "delete", { publish: mayPublish, delete: mayDelete }, context).clientId;
    this.registerOutputs({ publishClient: this.publishClient, deleteClient: this.deleteClient });
  }

  /**
   * The account is locked, because its deletion would take every disk. A gallery is not: its versions would inherit the lock, and
   * retention could not delete them. Instead, no role may delete a gallery.
   */
  #storage(
    name: string,
    { storageAccount, container }: AzureSubscription,
    place: Place,
    own: pulumi.CustomResourceOptions,
  ): void {
    const account = new StorageAccount(
      `${name}-storage`,
      {
        ...place,
        accountName: storageAccount,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        allowBlobPublicAccess: false,
        // Azure makes a version from a blob with the account's key, which it lists by the caller's rights
        allowSharedKeyAccess: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
      },
      own,
    );
    new BlobContainer(
      `${name}-container`,
      {
        resourceGroupName: place.resourceGroupName,
        accountName: account.name,
        containerName: container,
        publicAccess: "None",
      },
      own,
    );
    new ManagementLockByScope(
      `${name}-storage-lock`,
      { scope: account.id, lockName: "cloud-images", level: "CanNotDelete", notes: "Disks of images pass through it" },
      own,
    );
  }
}

/** Where everything of the subscription is. */
export interface Place {
  resourceGroupName: pulumi.Output<string>;
  location: string;
  tags: Readonly<Record<string, string>>;
}
