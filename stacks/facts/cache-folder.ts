import { homedir } from "node:os";
import { join } from "node:path";

/** Where fetched security data is kept between runs: worth nothing, but the time and the traffic to fetch it again. */
export const cacheFolder = (): string =>
  join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "cloud-images", "security");
