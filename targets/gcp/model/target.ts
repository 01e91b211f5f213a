import type { Vendor } from "../../../images/model/definitions/vendors.ts";
import type { Target } from "../../../images/model/target.ts";
import { readUpkeep } from "../../upkeep.ts";
import prices from "./upkeep.json" with { type: "json" };
import { archesThere } from "./properties.ts";

/** A project of Google Cloud, with the settings of its images. */
interface GcpPlace {
  project: string;
  /** The bucket that holds an image's bytes until Compute Engine has read them. */
  bucket: string;
  /** The region or multi-region that keeps the images. */
  location: string;
  /** Begins the name of each family and image. */
  prefix: string;
  /** The service account that the credentials must be; null: any of the project's own. */
  serviceAccount: string | null;
}

export interface GcpTarget extends Target {
  kind: "cloud";
  gcp: GcpPlace;
}

/** Google's list price. It is an upper bound, because clouds bill only the used part of a disk. */
const upkeep = readUpkeep(prices, "targets/gcp/model/upkeep.json");

export const isGcp = (target: Target): target is GcpTarget => "gcp" in target;

export const gcpTargetName = (project: string): string => `gcp-${project}`;

export const gcpTarget = (
  place: GcpPlace,
  { vendors, required, retired = false }: { vendors: readonly Vendor[]; required: boolean; retired?: boolean },
): GcpTarget => ({
  name: gcpTargetName(place.project),
  kind: "cloud",
  required: required && !retired,
  vendors,
  arches: archesThere,
  ...(retired && { retired }),
  upkeep: { ...upkeep, copies: 1 },
  gcp: place,
});
