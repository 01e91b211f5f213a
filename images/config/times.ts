import { z } from "zod";

type Hours = `${number} ${"hours" | "days"}` | "1 hour" | "1 day";

const pattern = /^(\d{1,3}) (hours?|days?)$/;

const isHours = (value: unknown): value is Hours => typeof value === "string" && pattern.test(value);

/** A span of at least one hour, in hours. */
export const hours = z
  .custom<Hours>(isHours, 'hours or days, as "6 hours" or "2 days"')
  .meta({ type: "string", pattern: pattern.source })
  .transform((text) => {
    const [, number, unit = ""] = pattern.exec(text) ?? [];
    return Number(number) * (unit.startsWith("day") ? 24 : 1);
  })
  .refine((value) => value > 0, "at least 1 hour");

/** The engine's form of a time that a YAML file has without quotes. */
const engineTime = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) \+0000 UTC$/;

/** ISO 8601, UTC. */
export const instant = z
  .string("a time")
  .transform((value) => value.replace(engineTime, "$1T$2Z"))
  .pipe(z.iso.datetime("a time in UTC, as 2026-07-12T12:00:00Z"))
  .transform((value) => new Date(value));
