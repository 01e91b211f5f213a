import { z } from "zod";
import { accountInputs } from "../../account-model.ts";

/** What the rules read of the component that sets the account up. */
export const azureAccountInputs = accountInputs.extend({
  azure: z.object({
    subscription: z.string(),
    resourceGroup: z.string(),
    communityGallery: z.object({ name: z.string() }),
  }),
});
export type AzureAccountInputs = z.output<typeof azureAccountInputs>;
