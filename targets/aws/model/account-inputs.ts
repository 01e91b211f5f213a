import { z } from "zod";
import { accountInputs } from "../../account-model.ts";

const texts = z.array(z.string());
/** What the rules read of the component that sets the account up. */
export const awsAccountInputs = accountInputs.extend({
  aws: z.object({
    account: z.string(),
    audience: z.string(),
    administrators: texts,
    parameters: texts,
    regions: texts,
  }),
});
export type AwsAccountInputs = z.output<typeof awsAccountInputs>;
