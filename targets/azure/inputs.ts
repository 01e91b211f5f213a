import { addDays, formatDay } from "../../images/model/day.ts";
import { suiteDefinition } from "../../images/model/definitions/suites.ts";
import { azureVersion } from "../../images/model/version.ts";
import { isListed } from "../../images/tree/visibility.ts";
import { isRequired, outcomeUnsent, whyNotSent, type ImageAtTarget } from "../image-at-target.ts";
import { definitionName } from "./model/definition.ts";
import type { AzureImageInputs, SharedVersionInputs } from "./model/resources.ts";
import type { AzureTarget } from "./model/target.ts";

/** The inputs of the resources in Azure, from the plan; pure. */

export type ImageInAzure = ImageAtTarget<AzureTarget>;

/** One image in all regions; the home region first. */
export type AzurePlaces = readonly [ImageInAzure, ...ImageInAzure[]];

type UploadInputs = Omit<AzureImageInputs, "outcome"> & { outcome?: string };

/** Without the outcome of its files where that decides. */
export function uploadInputs(places: AzurePlaces): UploadInputs {
  const [{ target }] = places;
  const { storageAccount, container, gallery } = target.azure;
  const unsent = unsentIn(places);
  return {
    ...identityOf(places),
    storageAccount,
    container,
    gallery,
    targets: places.map(({ target: { name } }) => name),
    required: places.some(isRequired),
    ...(unsent === undefined ? {} : outcomeUnsent(unsent)),
    ...repairOf(places),
  };
}

/** Set once it is shown in any region; undefined where it never is. The run adds `shown`. */
export function sharedInputs(places: AzurePlaces): Omit<SharedVersionInputs, "shown"> | undefined {
  const [{ image, target }] = places;
  const seen = places.filter(({ plan, recorded }) => (plan.days.shown ?? recorded?.days.shown) !== undefined);
  if (seen.length === 0) return undefined;
  const { gallery, communityGallery, replicas } = target.azure;
  return {
    ...identityOf(places),
    gallery,
    communityGallery,
    // `latest` waits for these regions, whether the image itself is required or not
    first: places.filter(({ target }) => target.required).map(({ target: { azure } }) => azure.region),
    // a lost image need not exist, and stops no run
    required: places
      .filter((place) => isRequired(place) && place.plan.phase !== "lost")
      .map(({ target: { azure } }) => azure.region),
    phases: Object.fromEntries(places.map(({ target: { azure }, plan }) => [azure.region, plan.phase])),
    guardedUntil: guardOf(image.image, seen),
    replicas,
    ...repairOf(places),
  };
}

/** Whether its phase lets everybody start it there. A region that is down gets no new images, and keeps those that it has. */
export function isShownIn({ plan, recorded, down }: ImageInAzure): boolean {
  if (!isListed(plan.phase)) return false;
  return down === undefined || (recorded !== undefined && isListed(recorded.phase));
}

/** Releases stay until the last day of their suite is over; Azure itself refuses to delete them before. */
function guardOf(image: ImageInAzure["image"]["image"], seen: readonly ImageInAzure[]): string | null {
  const { endOfLts } = suiteDefinition(image.suite);
  if (image.channel !== "release" || endOfLts === null) return null;
  const isAhead = seen.every(({ plan }) => plan.days.shown === undefined || plan.days.shown < endOfLts);
  return isAhead ? `${formatDay(addDays(endOfLts, 1))}T00:00:00.000Z` : null;
}

const identityOf = ([{ image, target }]: AzurePlaces) => ({
  tenant: target.azure.tenant,
  subscription: target.azure.subscription,
  resourceGroup: target.azure.resourceGroup,
  home: target.azure.home,
  image: image.name,
  digest: image.digest,
  definition: definitionName(image.image),
  version: azureVersion(image.image.version),
});

/**
 * The region whose state keeps the image from being uploaded: the home region where it is down, because all others copy from it; any
 * region where none is to have the image. Undefined: it is uploaded.
 */
function unsentIn(places: AzurePlaces): ImageInAzure | undefined {
  const isHomeDown = ({ target: { azure }, down }: ImageInAzure): boolean =>
    azure.region === azure.home && down !== undefined;
  const isWanted = places.some((place) => whyNotSent({ ...place, down: undefined }) === undefined);
  return places.find(isHomeDown) ?? (isWanted ? undefined : places[0]);
}

function repairOf(places: AzurePlaces): { repair?: string[] } {
  const repair = [...new Set(places.flatMap(({ plan }) => plan.repair))];
  return repair.length > 0 ? { repair } : {};
}
