import { upload } from "./gcs.ts";

/** A program that uploads the staged image, and that a test kills: node kill-gcs.ts URL FOLDER DIGEST */
const [url = "", folder = "", digest = ""] = process.argv.slice(2);
await upload(url, folder, digest);
