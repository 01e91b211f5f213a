import { refuseDeletions } from "../deletion-hook.ts";
import { refusalOf, type Due } from "./guard-rule.ts";

/** Refuses every deletion that the plan of a publication does not name: call it before anything is registered. */
export const guardDeletions = (due: Due): void => refuseDeletions((pending) => refusalOf(due, pending));
