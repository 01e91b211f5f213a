import { isDeepStrictEqual } from "node:util";
import { readDefinition, readGallery, type GalleryPlace } from "../../../clients/azure/galleries.ts";
import type { Gallery } from "../../../clients/azure/gallery-answers.ts";
import type { Session } from "../../../clients/azure/session.ts";
import { UserError } from "../../../images/model/errors.ts";
import { imageNamed } from "../../../storage/tree/find-image.ts";
import { galleryDefinition, type GalleryDefinition } from "../model/definition.ts";

/** Checks of the account's parts, which role `accounts` makes and no run changes. They come before anything is made there. */

interface Wanted {
  resourceGroup: string;
  home: string;
  image: string;
}

const remedy = "run npm run up -- --stack accounts-<channel>, which makes it; nothing was changed";

/** Throws a UserError where others could see private images. */
export async function checkPrivate(
  session: Session,
  gallery: string,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const place = { resourceGroup: wanted.resourceGroup, gallery };
  const { properties } = await galleryIn(session, place, wanted, signal);
  const permissions = properties.sharingProfile?.permissions ?? "Private";
  if (permissions !== "Private")
    throw wrong(gallery, "sharing", permissions, "Private: images are made there that nobody else may see");
  await checkDefinition(session, place, wanted, signal);
}

/** The gallery's public name. Throws a UserError where a version would not be seen, or a deleted one could still be started. */
export async function checkCommunity(
  session: Session,
  gallery: string,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<string> {
  const place = { resourceGroup: wanted.resourceGroup, gallery };
  const { properties } = await galleryIn(session, place, wanted, signal);
  const { sharingProfile, softDeletePolicy } = properties;
  const [publicName, ...others] = sharingProfile?.communityGalleryInfo?.publicNames ?? [];
  if (sharingProfile?.permissions !== "Community" || publicName === undefined || others.length > 0)
    throw wrong(gallery, "sharing", sharingProfile?.permissions ?? "", "Community, enabled, with one public name");
  if (softDeletePolicy?.isSoftDeleteEnabled === true)
    throw wrong(gallery, "soft delete", "on", "off: a withdrawn version could still be started by its name");
  await checkDefinition(session, place, wanted, signal);
  return publicName;
}

async function galleryIn(
  session: Session,
  place: GalleryPlace,
  { home }: Wanted,
  signal: AbortSignal,
): Promise<Gallery> {
  const gallery = await readGallery(session, place, signal);
  if (gallery === undefined) throw wrong(place.gallery, "", "", "to be there");
  if (gallery.location !== home) throw wrong(place.gallery, "location", gallery.location, `${home}, the home region`);
  return gallery;
}

async function checkDefinition(
  session: Session,
  place: GalleryPlace,
  { image, home }: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const wanted = galleryDefinition(imageNamed(image));
  if (wanted === undefined)
    throw new UserError({
      where: image,
      value: "",
      expected: "an architecture that Azure has machines of",
      remedy: "take the vendor out of cloud-images:targets.azure.vendors",
    });
  const found = await readDefinition(session, { ...place, definition: wanted.name }, signal);
  const where = `${place.gallery}/${wanted.name}`;
  if (found === undefined) throw wrong(where, "", "", "an image definition");
  if (found.location !== home) throw wrong(where, "location", found.location, home);
  const { properties } = found;
  for (const key of ["osType", "osState", "hyperVGeneration", "architecture"] as const)
    if (properties[key] !== wanted[key]) throw wrong(where, key, properties[key], wanted[key]);
  if (!isDeepStrictEqual(featuresOf(properties), featuresOf(wanted)))
    throw wrong(where, "features", wordsOf(properties), wordsOf(wanted));
}

type Features = Pick<GalleryDefinition, "features">;

const featuresOf = ({ features }: Features): ReadonlyMap<string, string> =>
  new Map(features.map(({ name, value }) => [name, value]));
const wordsOf = ({ features }: Features): string => features.map(({ name, value }) => `${name}=${value}`).join("; ");

const wrong = (gallery: string, key: string, value: string, expected: string): UserError =>
  new UserError({
    where: `Azure: gallery ${gallery}${key === "" ? "" : `: ${key}`}`,
    value,
    expected,
    remedy,
  });
