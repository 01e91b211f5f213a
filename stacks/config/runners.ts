import { z } from "zod";

/** The keys of the stack `runners`. */
export const runnersSchema = z.strictObject({ role: z.literal("runners") });

export type RunnersSettings = z.output<typeof runnersSchema>;
