import { UserError } from "../../../images/model/errors.ts";
import { tree } from "../../../images/tree/layout.ts";
import type { Remarks } from "../../../images/tree/resources.ts";
import { sha256OfText } from "../../files/hash.ts";
import { inTree, type Places } from "../places.ts";
import { readText } from "../record-file.ts";
import type { ChannelIdentity } from "../records.ts";

/** @param textAt the text of a file of the tree; undefined where there is none */
export async function readRemarks(
  channel: ChannelIdentity,
  textAt: (path: string) => Promise<string | undefined>,
): Promise<Remarks> {
  const [rebuilds, listings] = await Promise.all([tree.rebuilt(channel), tree.marketplace(channel)].map(textAt));
  return {
    ...(rebuilds !== undefined && { rebuilds: sha256OfText(rebuilds) }),
    ...(listings !== undefined && { listings: sha256OfText(listings) }),
  };
}

/** A file that cannot be read counts as absent: the pages do not show it either. */
export const remarkIn =
  (places: Places) =>
  async (path: string): Promise<string | undefined> => {
    try {
      return await readText(inTree(places, path));
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  };
