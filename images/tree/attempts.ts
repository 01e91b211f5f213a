import type { Attempt, ImageRecord } from "./record.ts";

/** The attempts that decide whether an image may be shown. */

type Tried = Pick<ImageRecord, "attempts" | "boot">;

/** Whether the image has to boot before it is shown; fixed when the image is made. */
export const mustBoot = ({ boot }: Pick<ImageRecord, "boot">): boolean => boot !== undefined && "where" in boot;

export const isBoot = (attempt: Attempt): boolean => attempt.boot !== undefined;

/** The attempts that decide. For an image that has to boot: its boots, and final failures, which show that its bytes are wrong. */
export const decidingAttempts = (image: Tried): readonly Attempt[] =>
  mustBoot(image) ? image.attempts.filter((attempt) => isBoot(attempt) || attempt.final) : image.attempts;

/** The number of finished boots; those that the infrastructure broke do not count. */
export const bootsDone = ({ attempts }: Pick<ImageRecord, "attempts">): number =>
  attempts.filter((attempt) => isBoot(attempt) && attempt.outcome !== "broken").length;

/** The last attempt that decides; `undefined` where nothing has been decided yet. */
export const lastDecided = (image: Tried): Attempt | undefined =>
  decidingAttempts(image).findLast(({ outcome }) => outcome !== "broken");

/** Whether a late image may join its set. */
export const mayJoin = (image: Tried): boolean =>
  mustBoot(image) ? lastDecided(image)?.outcome === "passed" : image.attempts.at(-1)?.outcome !== "failed";
