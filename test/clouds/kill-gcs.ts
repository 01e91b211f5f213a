import { upload } from "./gcs.ts";

/** A process of its own that uploads the staged image, to be killed: node kill-gcs.ts URL FOLDER DIGEST */
const [url = "", folder = "", digest = ""] = process.argv.slice(2);
await upload(url, folder, digest);
