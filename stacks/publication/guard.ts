import { refuseDeletions } from "../deletion-hook.ts";
import { refusalOf, type Due } from "./guard-rule.ts";

/** Refuses every deletion that the plans do not name. Call it before anything is registered. */
export const guardDeletions = (due: Due): void => refuseDeletions((pending) => refusalOf(due, pending));
