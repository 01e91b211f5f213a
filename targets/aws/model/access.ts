import { isListed } from "../../../images/tree/visibility.ts";
import type { Phase } from "../../../images/tree/record.ts";

/** AWS lists what one may start, and nothing else: a hidden image is private. */
export const isPublicIn = (phase: Phase): boolean => isListed(phase);

/**
 * Days: AWS allows a public image at most two years from its creation until it is deprecated (EC2 API, EnableImageDeprecation).
 */
export const longestPublic = 730;
