import * as pulumi from "@pulumi/pulumi";
import { azureVersion } from "../../images/model/version.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";
import { passed } from "../image-at-target.ts";
import type { PointedImage, PointOptions } from "../target.ts";
import { definitionName } from "./model/definition.ts";
import { isLostResult } from "./model/lost-region.ts";
import type { AzureLatestInputs } from "./model/resources.ts";
import { isAzure, type AzureTarget } from "./model/target.ts";

interface Pointed extends PointedImage {
  target: AzureTarget;
}

type Definition = AzureLatestInputs["definitions"][string];

/** By image definition and region, the version for `latest`; undefined where the stack has no subscription. */
export function latestInputs(
  pointed: readonly PointedImage[],
  { targets, down }: Pick<PointOptions, "targets" | "down">,
): InputsOf<AzureLatestInputs> | undefined {
  const inAzure = targets.filter(isAzure);
  const home = inAzure.find(({ azure }) => azure.region === azure.home);
  if (home === undefined) return undefined;
  const { tenant, subscription, resourceGroup, communityGallery } = home.azure;
  const why = down.get(home.name);
  const there = pointed.flatMap(({ target, ...rest }): Pointed[] => (isAzure(target) ? [{ target, ...rest }] : []));
  const definitions = [...Map.groupBy(there, ({ image }) => definitionName(image))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => [name, definitionOf(each)] as const);
  return {
    tenant,
    subscription,
    resourceGroup,
    home: home.azure.home,
    communityGallery,
    required: inAzure.some(({ required }) => required),
    ...(why !== undefined && { down: why }),
    definitions: Object.fromEntries(definitions),
  };
}

/** `latest` leads to a version only once it is shown in every required region, and then wherever it is shown. */
function definitionOf(pointed: readonly Pointed[]): pulumi.Output<Definition> {
  const repair = [...new Set(pointed.flatMap((each) => each.repair))];
  const places = pointed.map(({ target, image: { version }, down, result }) =>
    pulumi.output(result).apply(({ refs, state }) => ({
      region: target.azure.region,
      required: target.required,
      version: azureVersion(version),
      isShown: down === undefined && state === passed && refs.length > 0,
      isLost: isLostResult(state),
    })),
  );
  return pulumi.all(places).apply((found) => ({
    versions: Object.fromEntries(
      found.map(({ region, version, isShown }) => {
        const isLate = found.some(
          (other) => other.required && other.version === version && !other.isShown && !other.isLost,
        );
        return [region, isShown && !isLate ? version : null];
      }),
    ),
    ...(repair.length > 0 && { repair }),
  }));
}
