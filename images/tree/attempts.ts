import type { Attempt, ImageRecord } from "./record.ts";

/** The attempts that decide whether an image may be shown. */

type Tried = Pick<ImageRecord, "attempts" | "boot">;

/** Pinned when the image was made: whether it has to boot before it is shown. */
export const mustBoot = ({ boot }: Pick<ImageRecord, "boot">): boolean => boot !== undefined && "where" in boot;

export const isBoot = (attempt: Attempt): boolean => attempt.boot !== undefined;

/** The attempts that decide: of an image that has to boot, its boots, and what shows that its bytes are wrong. */
export const decidingAttempts = (image: Tried): readonly Attempt[] =>
  mustBoot(image) ? image.attempts.filter((attempt) => isBoot(attempt) || attempt.final) : image.attempts;

/** How often it was booted to an end; what the infrastructure broke counts for nothing. */
export const bootsDone = ({ attempts }: Pick<ImageRecord, "attempts">): number =>
  attempts.filter((attempt) => isBoot(attempt) && attempt.outcome !== "broken").length;

/** The last attempt that decides; `undefined` where nothing has been decided yet. */
export const lastDecided = (image: Tried): Attempt | undefined =>
  decidingAttempts(image).findLast(({ outcome }) => outcome !== "broken");

/** Whether an image that is to join a set may do so. */
export const mayJoin = (image: Tried): boolean =>
  mustBoot(image) ? lastDecided(image)?.outcome === "passed" : image.attempts.at(-1)?.outcome !== "failed";
