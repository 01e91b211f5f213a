import { homedir } from "node:os";
import path from "node:path";

/** The root of this checkout. */
export const project = path.resolve(import.meta.dirname, "../../..");

/** The folder for everything that set-up fetches or builds, shared by all checkouts. It may be deleted at any time. */
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "cloud-images");
