import { atLeast } from "../bootstrap/versions.mjs";

/** The first release with update plans and delete hooks as this project needs them. */
export const wanted = "3.259.0";

/** The release that Go builds: the same as the SDK's in package.json. */
export const built = "3.276.0";

const day = 24 * 60 * 60 * 1000;

/** What the machine has. */
export interface Found {
  /** A `pulumi` on PATH: what its `version` prints, and whether its language host is there too. */
  onPath?: { version: string; languageHost: boolean };
  downloaded: boolean;
  built: boolean;
  /** When the last download failed. */
  downloadFailed?: Date;
  go: boolean;
}

export type Choice = "on PATH" | "downloaded" | "built" | "download" | "build" | "none";

/**
 * Prefers the official release to a built engine, but takes what exists before it fetches or builds anything. After a failed download
 * it does not try again for a day.
 */
export function choose(found: Found, now: Date): Choice {
  if (found.onPath !== undefined && found.onPath.languageHost && atLeast(found.onPath.version, wanted))
    return "on PATH";
  if (found.downloaded) return "downloaded";
  if (found.built) return "built";
  if (found.downloadFailed === undefined || now.getTime() - found.downloadFailed.getTime() > day) return "download";
  return found.go ? "build" : "none";
}
