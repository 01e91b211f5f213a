import { z } from "zod";
import { formatDay, parseDay, type Day } from "./day.ts";

/** A day in records and data files: `YYYY-MM-DD`. */
export const daySchema = z.codec(
  z.iso.date(),
  z.custom<Day>((value) => typeof value === "number"),
  {
    decode: (text, context) => {
      const day = parseDay(text);
      if (day !== undefined) return day;
      context.issues.push({ code: "custom", input: text, message: "expected a day that exists, YYYY-MM-DD" });
      return z.NEVER;
    },
    encode: (day) => formatDay(day),
  },
);
