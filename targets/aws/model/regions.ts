import { z } from "zod";
import { dated, readDated } from "../../../images/model/definitions/dated.ts";
import data from "./regions.json" with { type: "json" };

/** Regions of AWS's public partition. An account has to enable the newer ones first. */
export const { regions } = readDated(
  dated({ regions: z.array(z.string().min(1)) }),
  data,
  "targets/aws/model/regions.json",
);

export const isRegion = (text: string): boolean => regions.includes(text);
