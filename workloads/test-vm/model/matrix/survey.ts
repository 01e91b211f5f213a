import { z } from "zod";
import { dated, readDated } from "../../../../images/model/definitions/dated.ts";
import data from "./survey.json" with { type: "json" };

const finding = z.strictObject({
  dimension: z.enum(["hypervisor", "firmware", "diskBus", "arch", "networkDriver"]),
  /** Null for a finding about the whole dimension. */
  value: z.string().nullable(),
  /** The share of deployments, 0 to 1; null if the source has no figure. */
  share: z.number().min(0).max(1).nullable(),
  says: z.string(),
  source: z.string(),
  /** The year of the statement; null if unknown. */
  year: z.int().nullable(),
});

/** A quotable statement about what operators run. */
export type Finding = Readonly<z.output<typeof finding>>;

export const survey: readonly Finding[] = readDated(
  dated({ findings: z.array(finding) }),
  data,
  "workloads/test-vm/model/matrix/survey.json",
).findings;
