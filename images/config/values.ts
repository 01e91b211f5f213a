import { z } from "zod";
import { parseDay } from "../model/day.ts";

/** Values that keys of several roles have. A message says what was expected. */

export const path = z.string("a path").min(1, "a path");
export const text = z.string("text").min(1, "text, not nothing");

/** The engine reads an unquoted date of a YAML file as a time, and hands that on. */
const midnight = / 00:00:00 \+0000 UTC$/;
export const day = z
  .string("a day")
  .transform((value) => value.replace(midnight, ""))
  .refine((value) => parseDay(value) !== undefined, "a day that exists, YYYY-MM-DD")
  .transform((value) => parseDay(value) ?? z.NEVER);

/** Of a place: whether it is in the web, and no path. */
export const isAddress = (place: string): boolean => /^https?:\/\//.test(place);

/** A path, from the project's folder, or a web address. */
export const place = z
  .string("a path or a URL")
  .min(1, "a path or a URL")
  .refine((text) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || isAddress(text), "a path, or a http or https URL");

/** A key that may be left out. In JSON Schemas it has its default, which `default` would leave out of a value that is transformed. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().prefault(null);
