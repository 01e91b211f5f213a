import { z } from "zod";
import { accountInputs } from "../../account-model.ts";

/** What the rules read of the component that sets the account up. */
export const gcpAccountInputs = accountInputs.extend({ gcp: z.object({ project: z.string(), bucket: z.string() }) });
export type GcpAccountInputs = z.output<typeof gcpAccountInputs>;
