import { getFromFamily, getImage, setFamily, type GoogleImage } from "../../../clients/gcp/images.ts";
import type { Session } from "../../../clients/gcp/session.ts";
import { seen } from "./seen.ts";

/** An image joins its family, and leaves it. */

export interface Settling {
  session: Session;
  image: GoogleImage;
  signal: AbortSignal;
}

export const joinFamily = (settling: Settling, family: string): Promise<void> => writeFamily(settling, family);

/**
 * Returns when the family leads to another image, or to none. Google looks families up in a separate index, which may be late.
 */
export async function leaveFamily(settling: Settling): Promise<void> {
  const { session, image, signal } = settling;
  await writeFamily(settling, "");
  const isLeft = async () => (await getFromFamily(session, image.family, signal))?.name !== image.name;
  await seen(session, signal, isLeft, {
    what: `family ${image.family}`,
    expected: `another image than ${image.name}, or none`,
  });
}

async function writeFamily({ session, image, signal }: Settling, family: string): Promise<void> {
  await setFamily(session, image.name, family, signal);
  await seen(session, signal, async () => (await getImage(session, image.name, signal))?.family === family, {
    what: `image ${image.name}: its family`,
    expected: family === "" ? "none" : family,
  });
}
