import type { Visibility } from "./resources.ts";
import type { Phase } from "../../../images/tree/record.ts";

/** Who sees an image in Glance, and whether lists name it; one that is not listed can still be started by its id. */
interface GlanceAccess {
  visibility: Visibility;
  hidden: boolean;
}

/** @param shownTo who sees what is public, as the stack says */
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
