import type { Suite } from "../../images/model/definitions/suites.ts";

/** By OpenStack release, the Debian suite whose archive has its octavia-agent (tracker.debian.org, package octavia). */
export const openstackReleases = {
  /** Octavia 7 */
  victoria: "bullseye",
  /** Octavia 11 */
  zed: "bookworm",
  /** Octavia 16 */
  epoxy: "trixie",
} as const satisfies Record<string, Suite>;

export type OpenstackRelease = keyof typeof openstackReleases;

export const isOpenstackRelease = (text: string): text is OpenstackRelease => Object.hasOwn(openstackReleases, text);
