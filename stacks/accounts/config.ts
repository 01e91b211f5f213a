import { z } from "zod";
import { orNull } from "../../images/config/values.ts";
import { channels } from "../../images/model/definitions/channels.ts";
import { trustedJobsSchema } from "../../targets/trusted-jobs.ts";
import { awsAccountSchema } from "./config-aws.ts";
import { azureSubscriptionSchema } from "./config-azure.ts";
import { gcpProjectSchema } from "./config-gcp.ts";

/** The keys of the stacks `accounts-daily` and `accounts-release`. */

export const accountsSchema = z.strictObject({
  role: z.literal("accounts").describe("Sets up a channel's accounts at clouds: once, and whenever a right changes."),
  channel: z.enum(channels).describe("The channel whose accounts these are; each channel has its own."),
  gitlab: trustedJobsSchema.describe("Who is trusted: jobs of one protected ref of one project."),
  aws: orNull(awsAccountSchema).describe("The channel's account at AWS; null: none."),
  azure: orNull(azureSubscriptionSchema).describe("The channel's subscription at Azure; null: none."),
  gcp: orNull(gcpProjectSchema).describe("The channel's project at Google Cloud; null: none."),
});

export type AccountsSettings = z.output<typeof accountsSchema>;
