import { Gallery } from "@pulumi/azure-native/compute/gallery.js";
import { GalleryImage } from "@pulumi/azure-native/compute/galleryImage.js";
import type * as pulumi from "@pulumi/pulumi";
import { azureArches, galleryDefinition } from "../../../targets/azure/model/definition.ts";
import type { AzureChannelSubscriptionArgs, Place } from "./channel-subscription.ts";

/**
 * Makes the private gallery, where images are made and tested, and the community gallery, which everybody sees as a whole. Both get
 * the definitions of all families. No resource makes the community gallery public: `az sig share enable-community` does.
 */
export function makeGalleries(
  name: string,
  args: AzureChannelSubscriptionArgs,
  place: Place,
  own: pulumi.CustomResourceOptions,
): void {
  const { gallery, communityGallery } = args.azure;
  const { prefix, contact, uri, eula } = communityGallery;
  // a softly deleted version still starts: an image could not be withdrawn
  const softDeletePolicy = { isSoftDeleteEnabled: false };
  const made = new Gallery(`${name}-gallery`, { ...place, galleryName: gallery, softDeletePolicy }, own);
  const community = new Gallery(
    `${name}-community`,
    {
      ...place,
      galleryName: communityGallery.name,
      softDeletePolicy,
      sharingProfile: {
        permissions: "Community",
        communityGalleryInfo: { publicNamePrefix: prefix, publisherContact: contact, publisherUri: uri, eula },
      },
    },
    own,
  );
  define(`${name}-private`, made, args, place, own);
  define(`${name}-shared`, community, args, place, own);
}

function define(
  name: string,
  gallery: Gallery,
  { channel, azure }: AzureChannelSubscriptionArgs,
  place: Place,
  own: pulumi.CustomResourceOptions,
): void {
  for (const suite of azure.suites)
    for (const arch of azureArches) {
      const definition = galleryDefinition({ suite, channel, vendor: "azure", arch });
      if (definition === undefined) continue;
      const { name: galleryImageName, features, ...stated } = definition;
      new GalleryImage(
        `${name}-${galleryImageName}`,
        { ...place, ...stated, galleryName: gallery.name, galleryImageName, features: [...features] },
        own,
      );
    }
}
