import { versionId } from "../../../clients/azure/galleries.ts";
import { imageName } from "../../../images/model/image.ts";
import type { Target } from "../../../images/model/target.ts";
import { azureVersion } from "../../../images/model/version.ts";
import type { Plan } from "../../../images/plan/types.ts";
import { definitionName, galleryDefinition } from "../model/definition.ts";
import { azurePlan } from "../model/plan.ts";
import { isAzure } from "../model/target.ts";
import type { MarketplaceImage } from "./offer-change.ts";

/** The stack's current images, as the Marketplace copies them: from the private gallery of the home region. */
export function marketplaceImages({ sets }: Plan, targets: readonly Target[]): MarketplaceImage[] {
  const home = targets.filter(isAzure).find(({ azure: { region, home: own } }) => region === own);
  if (home === undefined) return [];
  const { tenant, resourceGroup, gallery } = home.azure;
  return sets
    .flatMap(({ images }) => images)
    .flatMap(({ image, record }) => {
      const definition = galleryDefinition(image);
      if (record?.targets[home.name]?.phase !== "current" || definition === undefined) return [];
      const version = azureVersion(image.version);
      const place = { resourceGroup, gallery, definition: definitionName(image), version };
      const resourceId = versionId({ account: home.azure }, place);
      return [
        {
          name: imageName(image),
          ...azurePlan(image),
          architecture: definition.architecture,
          version,
          tenant,
          resourceId,
        },
      ];
    });
}
