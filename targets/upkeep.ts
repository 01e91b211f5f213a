import { z } from "zod";
import { dated, readDated } from "../images/model/definitions/dated.ts";
import type { Upkeep } from "../images/model/target.ts";

/** Reads a cloud's price from its data file. */
export function readUpkeep(data: unknown, file: string): Omit<Upkeep, "copies"> {
  const { usdPerGibMonth, date } = readDated(dated({ usdPerGibMonth: z.number().positive() }), data, file);
  return { usdPerGibMonth, date };
}
