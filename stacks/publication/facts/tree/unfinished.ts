import { removeLeftovers } from "../../../../storage/tree/leftovers.ts";
import type { PublicationSettings } from "../../../config.ts";

/** Removes images of this stack that a killed run left half made. Returns their names. */
export const removeUnfinished = ({ mirror, suite, channel }: PublicationSettings): Promise<string[]> =>
  removeLeftovers({ tree: mirror.root, staging: mirror.staging }, { suite, channel });
