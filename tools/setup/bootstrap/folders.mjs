import { homedir } from "node:os";
import path from "node:path";

/** The checkout. */
export const project = path.resolve(import.meta.dirname, "../../..");

/** What set-up fetched or built, shared by all checkouts; it may be deleted at any time. */
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "cloud-images");
