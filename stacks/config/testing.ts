import { z } from "zod";

/** The keys of the stack `testing`. */
export const testingSchema = z.strictObject({ role: z.literal("testing") });

export type TestingSettings = z.output<typeof testingSchema>;
