import { z } from "zod";

/** The keys of the stack `amphora`. */
export const amphoraSchema = z.strictObject({ role: z.literal("amphora") });

export type AmphoraSettings = z.output<typeof amphoraSchema>;
