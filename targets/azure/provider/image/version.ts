import type { Session } from "../../../../clients/azure/session.ts";
import type { AzureImageInputs } from "../../model/resources.ts";
import { tagsOf, versionBody } from "../body.ts";
import type { WantedVersion } from "../version.ts";
import { blobOf } from "./blob.ts";

/** The private version: in the home region only, made from the blob. It never changes. */
export function privateVersion(session: Session, news: AzureImageInputs): WantedVersion {
  const { resourceGroup, gallery, definition, version, home, image, digest, storageAccount } = news;
  const { subscription } = session.account;
  const { container, blob } = blobOf(news);
  const body = versionBody({
    home,
    tags: tagsOf({ image, digest }),
    source: {
      blob: {
        storageAccountId: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/${storageAccount}`,
        uri: `${session.blobRoot(storageAccount)}/${container}/${blob}`,
      },
    },
    regions: [{ name: home, excluded: false }],
    excluded: false,
    replicas: 1,
    guardedUntil: null,
    isGuarded: false,
  });
  return {
    place: { resourceGroup, gallery, definition, version },
    identity: { image, digest },
    body: () => body,
    isSettled: () => true,
    wasShown: () => false,
  };
}
