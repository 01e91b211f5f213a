import { z } from "zod";
import { parseAge, parseImageCount } from "../../images/retention.ts";

/** A span of whole UTC days, as a person writes it. */
export type Age = `${number} days` | "1 day";

/** How many images: counted, or as so many whole sets. */
export type ImageCount = `${number} ${"images" | "sets"}` | "1 image" | "1 set";

const isAge = (value: unknown): value is Age => typeof value === "string" && parseAge(value) !== undefined;

const isImageCount = (value: unknown): value is ImageCount =>
  typeof value === "string" && parseImageCount(value, 1) !== undefined;

/** Whole days. */
export const age = z
  .custom<Age>(isAge, 'a number of days, as "14 days"')
  .transform((text) => parseAge(text) ?? z.NEVER);

/** Stays text until the suite tells how many images a set has. */
export const imageCount = z.custom<ImageCount>(isImageCount, 'a number of sets or images, as "2 sets" or "60 images"');
