import { getFromFamily, getImage, listImages, type GoogleImage } from "../../../../clients/gcp/images.ts";
import { getPolicy } from "../../../../clients/gcp/policies.ts";
import type { Session } from "../../../../clients/gcp/session.ts";
import { debianLabels } from "../../model/properties.ts";
import { isPublic, stateOf } from "../access/differences.ts";
import { joinFamily, leaveFamily } from "../family.ts";
import { gcpError } from "../projects.ts";
import { seen } from "../seen.ts";
import { newerIn } from "./newer.ts";

/** Leads families to images that everybody may use, by name. An older image stays in its family: it is the next one, should this one go. */
export async function leadFamilies(
  session: Session,
  wanted: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const moving: [family: string, name: string][] = [];
  for (const [family, name] of wanted)
    if ((await getFromFamily(session, family, signal))?.name !== name) moving.push([family, name]);
  for (const [, name] of moving) await refusePrivate(session, name, signal);
  for (const [family, name] of moving) await leadTo(session, { family, name }, signal);
}

/** No family ever leads to an image that its reader cannot start. */
async function refusePrivate(session: Session, name: string, signal: AbortSignal): Promise<void> {
  const image = await getImage(session, name, signal);
  const isUsable = image?.status === "READY" && stateOf(image) === "ACTIVE";
  if (isUsable && isPublic(await getPolicy(session, name, signal))) return;
  throw gcpError(session, `image ${name}`, {
    value: image === undefined ? "" : isUsable ? "private" : `${image.status}, ${stateOf(image)}`,
    expected: "a ready, active and public image, before a family leads to it",
    remedy: "run again: the plan decides about the image; no family was moved",
  });
}

/** The image joins first, and the newer ones leave then: at every moment the family leads to an image that is public. */
async function leadTo(
  session: Session,
  { family, name }: { family: string; name: string },
  signal: AbortSignal,
): Promise<void> {
  const images = await listImages(session, signal);
  const image = images.find((each) => each.name === name) ?? (await getImage(session, name, signal));
  if (image === undefined) return refusePrivate(session, name, signal);
  const newer = newerIn(images, image, family);
  for (const each of newer) refuseForeign(session, each);
  if (image.family !== family) await joinFamily({ session, image, signal }, family);
  for (const each of newer) await leaveFamily({ session, image: each, signal });
  const leads = async () => (await getFromFamily(session, family, signal))?.name === name;
  await seen(session, signal, leads, { what: `family ${family}`, expected: name });
}

function refuseForeign(session: Session, { name, family, labels }: GoogleImage): void {
  if (debianLabels.digest in labels) return;
  throw gcpError(session, `family ${family}`, {
    value: name,
    expected: "images of this program alone: the family leads everybody to its newest image",
    remedy: `take ${name} out of the family, as its owner; no family was moved`,
  });
}

/** The families that lead elsewhere. */
export async function strayFamilies(
  session: Session,
  wanted: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<string[]> {
  const strays: string[] = [];
  for (const [family, name] of wanted) {
    const found = await getFromFamily(session, family, signal);
    if (found?.name !== name) strays.push(`${family} leads to ${found?.name ?? "nothing"}`);
  }
  return strays;
}
