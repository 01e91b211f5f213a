import { dayOfDate, type Day } from "../images/model/day.ts";

/** The day that a command works on, UTC: the given one, or today. Asked once per command, so that a run that ends after midnight keeps its day. */
export const today = (now: Day | null): Day => now ?? dayOfDate(new Date());

/** The same for work that counts hours. */
export const instant = (now: Date | null): Date => now ?? new Date();
