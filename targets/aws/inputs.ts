import { addDays, formatDay } from "../../images/model/day.ts";
import { definitionOf } from "../../images/model/definitions/vendors.ts";
import { arches } from "../../images/model/definitions/arches.ts";
import type { ImagePlan } from "../../images/plan/types.ts";
import { knownResult, isRequired, passed, whyNotSent, type ImageAtTarget } from "../image-at-target.ts";
import { cloudDescription, cloudFamily, cloudName } from "../names.ts";
import { isPublicIn, longestPublic } from "./model/access.ts";
import { parameterPaths } from "./model/parameters.ts";
import type { AwsAccessInputs, AwsIds, AwsImageInputs, AwsLogin } from "./model/resources.ts";
import type { AwsPlace, AwsTarget } from "./model/target.ts";

/**
 * The inputs of the resources in an AWS account, from the plan; pure, so that a plan is turned into registrations without an
 * engine.
 */

export type ImageInAws = ImageAtTarget<AwsTarget>;

/** One image at the regions of one account. */
export type InRegions = readonly [ImageInAws, ...ImageInAws[]];

export function imageInputs(places: InRegions): Omit<AwsImageInputs, "outcome"> {
  const [{ image }] = places;
  const { image: identity } = image;
  const { version, channel } = identity;
  return {
    ...loginOf(places[0].target.aws),
    image: image.name,
    digest: image.digest,
    name: cloudName(identity),
    family: cloudFamily(identity),
    version,
    description: cloudDescription(identity),
    ...machineOf(image),
    imdsSupport: "v2.0",
    enaSupport: true,
    size: definitionOf({ ...identity, ownVendor: (image.record ?? image.candidate)?.ownVendor }).diskGigabytes,
    isProtected: channel === "release",
    regions: Object.fromEntries(places.map((place) => [place.target.aws.region, regionInputs(unlessOver(place))])),
  };
}

/**
 * A region in which the image is lost, or over before it came there, is left alone: it is not made there, whatever a refresh
 * finds.
 */
const unlessOver = (place: ImageInAws): ImageInAws => ({ ...place, down: place.down ?? whyNotSent(place) });

/** By region where it is or was visible; undefined where it never is. */
export function accessInputs(
  places: InRegions,
  idsAt: (place: ImageInAws) => AwsIds | null,
): AwsAccessInputs | undefined {
  const [{ image, target }] = places;
  const seen = places.filter(
    ({ plan, recorded }) => plan.days.shown !== undefined || recorded?.days.shown !== undefined,
  );
  const [first] = seen;
  if (first === undefined) return undefined;
  const { parameters } = target.aws;
  const paths = parameters === null ? [] : parameterPaths(parameters.prefix, image.image, image.image.version);
  return {
    ...loginOf(places[0].target.aws),
    image: image.name,
    name: cloudName(image.image),
    outsider: target.aws.outsider,
    names: paths.map((path) => `${path}/${image.image.arch}`),
    dataType: parameters?.dataType ?? null,
    deprecateOn: formatDay(addDays(first.plan.days.made, longestPublic)),
    regions: Object.fromEntries(
      seen.map((place) => {
        const { phase } = place.plan;
        const isPublic = isPublicIn(phase);
        const { required, ...rest } = regionInputs(place);
        // a lost image need not exist
        const region = { ...rest, required: required && phase !== "lost", phase, isPublic, ids: idsAt(place) };
        return [place.target.aws.region, region];
      }),
    ),
  };
}

export const loginOf = ({ account, profile, deletion, home }: AwsPlace): AwsLogin => ({
  account,
  profile,
  deletion,
  home,
});

function regionInputs({ image, target, plan, down }: ImageInAws): AwsImageInputs["regions"][string] {
  return {
    required: isRequired({ image, target }),
    ...(down !== undefined && { down }),
    ...(plan.repair.length > 0 && { repair: [...plan.repair] }),
  };
}

/** Images for amd64 have both boot loaders; machines for arm64 have UEFI alone. */
function machineOf({ name, image: { arch } }: ImagePlan): Pick<AwsImageInputs, "architecture" | "bootMode"> {
  const { aws } = arches[arch];
  if (aws === "x86_64") return { architecture: aws, bootMode: "uefi-preferred" };
  if (aws === "arm64") return { architecture: aws, bootMode: "uefi" };
  throw new RangeError(`${name}: EC2 has no machines of ${arch}`);
}

/** Known at once for an image that does not change, so that nothing waits for it. */
export function knownIds(place: ImageInAws): AwsIds | null | undefined {
  const known = knownResult(place);
  if (known === undefined) return undefined;
  const [image, snapshot] = known.refs;
  return known.state === passed && image !== undefined && snapshot !== undefined ? { image, snapshot } : null;
}
