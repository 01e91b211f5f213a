import { removeLeftovers } from "../../../../storage/tree/leftovers.ts";
import type { PublicationSettings } from "../../../config.ts";

/** Removes the stack's images that a dead run had in the making. Answers their names. */
export const removeUnfinished = ({ mirror, suite, channel }: PublicationSettings): Promise<string[]> =>
  removeLeftovers({ tree: mirror.root, staging: mirror.staging }, { suite, channel });
