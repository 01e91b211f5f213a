import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { staging } from "../../../../images/tree/layout.ts";
import { inStaging, type Places } from "../../../../storage/tree/places.ts";

/**
 * Where copies of security data are kept: in staging, where that is; else, for previews before the first run or far from the
 * tree, with what else is fetched for this user. Worth nothing but the time and the traffic to fetch it again.
 */
export const cacheFolder = (places: Places | null): string =>
  places !== null && existsSync(places.staging) ? inStaging(places, staging.security) : ofUser();

const ofUser = (): string =>
  join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "cloud-images", "security");
