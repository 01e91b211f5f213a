import type { Phase } from "../../../images/tree/record.ts";

/** Who may use an image, and whether its family may lead to it. */
interface GcpAccess {
  /** Everybody with a Google account may start it. Google refuses `allUsers` on images. */
  public: boolean;
  /** Whether it is in its family. */
  inFamily: boolean;
  /** Nobody can start it any more, not even the project. This may be final, so it is set only on images that never come back. */
  obsolete: boolean;
}

/**
 * A hidden image is nobody's but the project's: Google has no image that is public and in no list. It is not deprecated, since it
 * may become current again.
 */
export function gcpAccess(phase: Phase): GcpAccess {
  switch (phase) {
    case "current":
    case "superseded":
      return { public: true, inFamily: true, obsolete: false };
    case "withdrawn":
      return { public: false, inFamily: false, obsolete: true };
    case "hidden":
    case "lost":
    case "made":
    case "held":
    case "failed":
    case "gone":
      return { public: false, inFamily: false, obsolete: false };
  }
}
