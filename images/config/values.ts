import { z } from "zod";
import { parseDay } from "../model/day.ts";

/** Schemas for values of several roles' keys. */

export const path = z.string("a path").min(1, "a path");
export const text = z.string("text").min(1, "text, not nothing");

/** The engine turns a date that a YAML file has without quotes into a time. */
const midnight = / 00:00:00 \+0000 UTC$/;
export const day = z
  .string("a day")
  .transform((value) => value.replace(midnight, ""))
  .refine((value) => parseDay(value) !== undefined, "a day that exists, YYYY-MM-DD")
  .transform((value) => parseDay(value) ?? z.NEVER);

/** Whether a place is a web address, not a path. */
export const isAddress = (place: string): boolean => /^https?:\/\//.test(place);

/** Without slashes at its end. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: "an http or https URL" })
  .transform((url) => url.replace(/\/+$/, ""));

/** A path relative to the project's folder, or a web address. */
export const place = z
  .string("a path or a URL")
  .min(1, "a path or a URL")
  .refine((text) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || isAddress(text), "a path, or an http or https URL");

/** A key that may be left out. With `default`, the JSON Schema of a transformed value would lack the default. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().prefault(null);
