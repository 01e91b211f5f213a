import { suiteDefinition } from "../../../images/model/definitions/suites.ts";
import type { Image } from "../../../images/model/image.ts";
import { channelPart } from "../../names.ts";

/** The publisher of Debian's images in the Marketplace. */
export const publisher = "Debian";

/** Where the Marketplace has a family of images. */
interface AzurePlan {
  offer: string;
  plan: string;
}

/** A backports suite is a plan of its base suite's offer. */
export function azurePlan({ suite, channel }: Pick<Image, "suite" | "channel">): AzurePlan {
  const { id, baseId } = suiteDefinition(suite);
  return { offer: `debian-${baseId}${channelPart(channel)}`, plan: id };
}
