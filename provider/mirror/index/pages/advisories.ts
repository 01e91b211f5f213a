import { readFile } from "node:fs/promises";
import { z } from "zod";
import { UserError } from "../../../../images/model/errors.ts";
import { parseJson } from "../../../../images/model/schema-problems.ts";
import { parseAdvisories } from "../../../../images/releases/security/advisories.ts";
import type { Advisory } from "../../../../images/releases/security/types.ts";
import { staging } from "../../../../images/tree/layout.ts";
import { textOf } from "../../../../clients/archive/body.ts";
import { Cache } from "../../../../clients/archive/cache.ts";
import { textBytes } from "../../../../clients/archive/limits.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { inStaging } from "../../../../storage/tree/places.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";

/** The cached lists of advisories: nothing is fetched here. */

export type AdvisoryPlaces = Pick<Operation, "places" | "advisories" | "warn">;

/** The advisories of every list that can be read; for the others there is a warning, and pages say less. */
export async function readAdvisories({ places, advisories, warn }: AdvisoryPlaces): Promise<Advisory[]> {
  const cache = await Cache.at(inStaging(places, staging.security));
  const found: Advisory[] = [];
  try {
    for (const place of advisories) {
      try {
        const text = await textAt(place, cache);
        if (text !== undefined) found.push(...parseAdvisories(text, place));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        warn(`the finder names no advisory of ${place}: ${error.message}`);
      }
    }
    return found;
  } finally {
    await cache.close();
  }
}

async function textAt(place: string, cache: Cache): Promise<string | undefined> {
  if (!/^https?:\/\//.test(place)) return ifPresent(readFile(place, "utf8"));
  const kept = await cache.find(place);
  return kept?.body == null ? undefined : textOf(kept.body, textBytes);
}

export const readAdvisoryPlaces = (text: string): string[] =>
  parseJson(z.array(z.string()), text, {
    where: "the provider's advisories",
    remedy: "correct cloud-images:security.dsa and security.dla",
  });
