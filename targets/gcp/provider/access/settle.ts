import { deprecateImage, getImage, setLabels, type GoogleImage } from "../../../../clients/gcp/images.ts";
import { getPolicy, setPolicy } from "../../../../clients/gcp/policies.ts";
import { isConflict } from "../../../../clients/gcp/refusal.ts";
import { pause, type Session } from "../../../../clients/gcp/session.ts";
import { debianLabels } from "../../model/properties.ts";
import type { GcpAccessInputs } from "../../model/resources.ts";
import { refuseStranger } from "../image/find.ts";
import { gcpError } from "../projects.ts";
import { leaveFamily, type Settling } from "../family.ts";
import { seen } from "../seen.ts";
import { hasPublicity, isStray, stateOf, withEverybody } from "./differences.ts";

/**
 * Shows an image, or hides it, in the order in which nobody is ever sent to an image that they cannot use: a family hands out its
 * newest image whether or not the asker may use it, so an image leaves its family first. It joins it by `Families`, which waits
 * until every place shows the image.
 */
export async function settleAccess(session: Session, wanted: GcpAccessInputs, signal: AbortSignal): Promise<void> {
  const image = await getImage(session, wanted.name, signal);
  // somebody deleted it by hand: nobody sees an absent image
  if (image === undefined && !wanted.public) return;
  if (image === undefined) throw absent(session, wanted);
  refuseStranger(session, image, wanted);
  if (wanted.public) refuseToShow(session, image);
  const settling: Settling = { session, image, signal };
  if (isStray(image, wanted.family)) await leaveFamily(settling);
  await settlePublicity(settling, wanted.public);
  if (wanted.obsolete && stateOf(image) !== "OBSOLETE") await deprecateImage(session, image.name, "OBSOLETE", signal);
  await settleReplacement(settling, wanted.replacement);
}

/** Throws a UserError for an image that is incomplete or cannot be started any more: it is not shown. */
function refuseToShow(session: Session, image: GoogleImage): void {
  const state = image.status === "READY" ? stateOf(image) : image.status;
  if (state === "ACTIVE") return;
  throw gcpError(session, `image ${image.name}`, {
    value: state,
    expected: "a ready and active image, before it is shown",
    remedy: "withdraw the image, or let the plan make it again; nothing was changed",
  });
}

/** Changes the present policy by its etag, so that concurrent changes of others are kept. */
async function settlePublicity({ session, image, signal }: Settling, allowed: boolean): Promise<void> {
  const { tries, pause: first } = session.limits;
  for (let tried = 1; ; tried += 1) {
    const policy = await getPolicy(session, image.name, signal);
    if (hasPublicity(policy, allowed)) break;
    try {
      await setPolicy(session, image.name, withEverybody(policy, allowed), signal);
      break;
    } catch (error) {
      if (tried >= tries || !isConflict(error)) throw error;
    }
    await pause(first * 2 ** (tried - 1), signal);
  }
  const stands = async () => hasPublicity(await getPolicy(session, image.name, signal), allowed);
  await seen(session, signal, stands, {
    what: `image ${image.name}: who may use it`,
    expected: allowed ? "everybody with a Google account" : "the project alone",
  });
}

/** By the present labels with their fingerprint; labels that others gave the image stay. */
async function settleReplacement({ session, image, signal }: Settling, replacement: string | null): Promise<void> {
  const { tries } = session.limits;
  for (let tried = 1; ; tried += 1) {
    const { name, labelFingerprint, labels } = (await getImage(session, image.name, signal)) ?? image;
    const { [debianLabels.replacement]: named = null, ...others } = labels;
    if (named === replacement) return;
    const wanted = replacement === null ? others : { ...others, [debianLabels.replacement]: replacement };
    try {
      await setLabels(session, { name, labelFingerprint }, wanted, signal);
      return;
    } catch (error) {
      if (tried >= tries || !isConflict(error)) throw error;
    }
  }
}

const absent = (session: Session, { name, image }: GcpAccessInputs) =>
  gcpError(session, `image ${name}`, {
    value: "",
    expected: image,
    remedy: "run again after a refresh: the plan decides about a lost image; nothing was changed",
  });
