import {
  deprecateImage,
  getFromFamily,
  getImage,
  setFamily,
  setLabels,
  type GoogleImage,
} from "../../../../clients/gcp/images.ts";
import { getPolicy, setPolicy } from "../../../../clients/gcp/policies.ts";
import { isConflict } from "../../../../clients/gcp/refusal.ts";
import { pause, type Session } from "../../../../clients/gcp/session.ts";
import { debianLabels } from "../../model/properties.ts";
import type { GcpAccessInputs } from "../../model/resources.ts";
import { refuseStranger } from "../image/find.ts";
import { gcpError } from "../projects.ts";
import { hasPublicity, stateOf, withEverybody } from "./differences.ts";

/**
 * Shows an image, or hides it, in the order in which nobody is ever sent to an image that they cannot use: a family hands out its
 * newest image whether or not the asker may use it, so the family comes last, and goes first.
 */
export async function settleAccess(session: Session, wanted: GcpAccessInputs, signal: AbortSignal): Promise<void> {
  const image = await getImage(session, wanted.name, signal);
  // somebody deleted it by hand: nobody sees an absent image
  if (image === undefined && !wanted.public) return;
  if (image === undefined) throw absent(session, wanted);
  refuseStranger(session, image, wanted);
  if (wanted.public) refuseToShow(session, image);
  const settling: Settling = { session, image, signal };
  if (image.family !== "" && image.family !== wanted.family) await settleFamily(settling, "");
  await settlePublicity(settling, wanted.public);
  if (wanted.obsolete && stateOf(image) !== "OBSOLETE") await deprecateImage(session, image.name, "OBSOLETE", signal);
  await settleReplacement(settling, wanted.replacement);
  if (wanted.family !== null && image.family !== wanted.family) await settleFamily(settling, wanted.family);
}

interface Settling {
  session: Session;
  image: GoogleImage;
  signal: AbortSignal;
}

/** Nobody is ever shown an image that is not whole, or cannot be started any more. */
function refuseToShow(session: Session, image: GoogleImage): void {
  const state = image.status === "READY" ? stateOf(image) : image.status;
  if (state === "ACTIVE") return;
  throw gcpError(session, `image ${image.name}`, {
    value: state,
    expected: "a ready and active image, before it is shown",
    remedy: "withdraw the image, or let the plan make it again; nothing was changed",
  });
}

async function settleFamily({ session, image, signal }: Settling, family: string): Promise<void> {
  await setFamily(session, image.name, family, signal);
  await seen(session, signal, async () => (await getImage(session, image.name, signal))?.family === family, {
    what: `image ${image.name}: its family`,
    expected: family === "" ? "none" : family,
  });
  // the family is looked up through an index of its own, which may be late
  const stands = async () =>
    family === ""
      ? (await getFromFamily(session, image.family, signal))?.name !== image.name
      : (await getFromFamily(session, family, signal)) !== undefined;
  await seen(session, signal, stands, {
    what: `family ${family === "" ? image.family : family}`,
    expected: family === "" ? `another image than ${image.name}, or none` : "an image",
  });
}

/** By the present policy with its etag, so that what others change of it at the same time is kept. */
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

/** Waits until Google says so everywhere it is asked: it may take some minutes. */
async function seen(
  session: Session,
  signal: AbortSignal,
  stands: () => Promise<boolean>,
  { what, expected }: { what: string; expected: string },
): Promise<void> {
  const end = Date.now() + session.limits.seen;
  while (!(await stands())) {
    if (Date.now() > end)
      throw gcpError(session, what, {
        value: `otherwise, ${session.limits.seen / 1000} s after Google accepted it`,
        expected,
        remedy: "see whether somebody else changes it, and run again",
      });
    await pause(session.limits.look, signal);
  }
}

const absent = (session: Session, { name, image }: GcpAccessInputs) =>
  gcpError(session, `image ${name}`, {
    value: "",
    expected: image,
    remedy: "run again after a refresh: the plan says what becomes of an image that is lost; nothing was changed",
  });
