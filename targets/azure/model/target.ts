import type { Target } from "../../../images/model/target.ts";
import { readUpkeep } from "../../upkeep.ts";
import prices from "./upkeep.json" with { type: "json" };

/** One subscription with its private and its community gallery. */
export interface AzurePlace {
  tenant: string;
  subscription: string;
  resourceGroup: string;
  storageAccount: string;
  container: string;
  /** The private gallery, where an image is made and tested. */
  gallery: string;
  /** The community gallery: everybody sees all of it. */
  communityGallery: string;
  /** The region of the galleries and the storage account; one of the regions. */
  home: string;
  /** Copies in each region. */
  replicas: number;
}

/** A region of Azure, as the place where an image can be started. */
export interface AzureTarget extends Target {
  kind: "cloud";
  azure: AzurePlace & { region: string };
}

/** Azure's list price. It is an upper bound, because clouds bill only the used part of a disk. */
const upkeep = readUpkeep(prices, "targets/azure/model/upkeep.json");

export const isAzure = (target: Target): target is AzureTarget => "azure" in target;

export const azureTargetName = (region: string): string => `azure-${region}`;

export const regionOfTarget = (target: string): string => target.replace(/^azure-/, "");

export const azureTarget = (place: AzurePlace, region: string, required: boolean, retired = false): AzureTarget => ({
  name: azureTargetName(region),
  kind: "cloud",
  required: required && !retired,
  vendors: ["azure"],
  ...(retired && { retired }),
  upkeep: { ...upkeep, copies: place.replicas },
  azure: { ...place, region },
});
