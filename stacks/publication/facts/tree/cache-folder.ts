import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { staging } from "../../../../images/tree/layout.ts";
import { inStaging, type Places } from "../../../../storage/tree/places.ts";

/**
 * The folder for copies of security data: in staging, or in the user's cache if there is no staging folder, as in a preview before
 * the first run or on another machine. It may be deleted at any time: the data is then fetched again.
 */
export const cacheFolder = (places: Places | null): string =>
  places !== null && existsSync(places.staging) ? inStaging(places, staging.security) : ofUser();

const ofUser = (): string =>
  join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "cloud-images", "security");
