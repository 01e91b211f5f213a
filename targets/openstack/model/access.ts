import type { Visibility } from "./resources.ts";
import type { Phase } from "../../../images/tree/record.ts";

/** An image's visibility in Glance, and whether it is listed. An unlisted image can still be started by its id. */
interface GlanceAccess {
  visibility: Visibility;
  hidden: boolean;
}

/** @param shownTo the visibility of public images in the stack's configuration */
export function glanceAccess(phase: Phase, shownTo: Visibility): GlanceAccess {
  switch (phase) {
    case "current":
    case "superseded":
      return { visibility: shownTo, hidden: false };
    case "hidden":
      return { visibility: shownTo, hidden: true };
    case "withdrawn":
    case "lost":
      return { visibility: "private", hidden: true };
    case "made":
    case "held":
    case "failed":
    case "gone":
      return { visibility: "private", hidden: false };
  }
}
