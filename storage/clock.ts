import { dayOfDate, type Day } from "../images/model/day.ts";

/** The day that a command works on, UTC. The only place where the clock is read, once per command: a run that ends after midnight keeps its day. */
export const today = (now: Day | null): Day => now ?? dayOfDate(new Date());

/** As `today`, for times in hours. */
export const instant = (now: Date | null): Date => now ?? new Date();
