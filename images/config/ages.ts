import { z } from "zod";
import { agePattern, limitPattern, setsPattern, parseAge, parseDeletionLimit } from "./age-text.ts";

/** A span of whole UTC days, as a person writes it. */
type Age = `${number} days` | "1 day";

/** The limit of deletions: whole sets, or single images. */
type LimitText = `${number} ${"images" | "sets"}` | "1 image" | "1 set";

const isAge = (value: unknown): value is Age => typeof value === "string" && parseAge(value) !== undefined;

const isLimit = (value: unknown): value is LimitText =>
  typeof value === "string" && parseDeletionLimit(value) !== undefined;

/** Whole days. */
export const age = z
  .custom<Age>(isAge, 'a number of days, as "14 days"')
  .meta({ type: "string", pattern: agePattern.source })
  .transform((text) => parseAge(text) ?? z.NEVER);

const isSets = (value: unknown): value is `${number} sets` | "1 set" =>
  typeof value === "string" && setsPattern.test(value);

export const numberOfSets = z
  .custom<`${number} sets` | "1 set">(isSets, 'a number of sets, as "3 sets"')
  .meta({ type: "string", pattern: setsPattern.source })
  .transform((text) => parseDeletionLimit(text)?.amount ?? z.NEVER);

export const deletionLimit = z
  .custom<LimitText>(isLimit, 'a number of sets or images, as "2 sets" or "60 images"')
  .meta({ type: "string", pattern: limitPattern.source })
  .transform((text) => parseDeletionLimit(text) ?? z.NEVER);
