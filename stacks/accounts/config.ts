import { z } from "zod";
import { orNull, text } from "../../images/config/values.ts";
import { channels } from "../../images/model/definitions/channels.ts";
import { awsAccountSchema } from "./config-aws.ts";
import { azureSubscriptionSchema } from "./config-azure.ts";
import { gcpProjectSchema } from "./config-gcp.ts";

/** The keys of the stacks `accounts-daily` and `accounts-release`. */

/** The subject of GitLab's tokens names one branch or tag: a pattern would let another one in. */
const ref = text.regex(/^[\w./-]+$/, "the name of one branch or tag, without a pattern");

export const accountsSchema = z.strictObject({
  role: z.literal("accounts").describe("Sets up a channel's accounts at clouds: once, and whenever a right changes."),
  channel: z.enum(channels).describe("The channel whose accounts these are; each channel has its own."),
  gitlab: z
    .strictObject({
      url: z
        .url({ protocol: /^https$/, error: "an https URL" })
        .transform((url) => url.replace(/\/+$/, ""))
        .describe("The GitLab that issues the tokens of jobs. The clouds must reach it."),
      project: text
        .regex(/^[\w.-]+(\/[\w.-]+)+$/, 'a group and a project, as "cloud-team/cloud-images"')
        .describe("The project whose jobs may publish, with its group: its pipelines alone, and no fork's."),
      refType: z.enum(["branch", "tag"]).default("branch").describe("What ref names."),
      ref: ref.describe("The protected branch or tag whose jobs may publish."),
    })
    .describe("Who is trusted: jobs of one protected ref of one project."),
  aws: orNull(awsAccountSchema).describe("The channel's account at AWS; null: none."),
  azure: orNull(azureSubscriptionSchema).describe("The channel's subscription at Azure; null: none."),
  gcp: orNull(gcpProjectSchema).describe("The channel's project at Google Cloud; null: none."),
});

export type AccountsSettings = z.output<typeof accountsSchema>;
export type TrustedJobs = AccountsSettings["gitlab"];

/** The subject of the tokens that GitLab gives to these jobs, by its default `ci_id_token_sub_claim_components`. */
export const subjectOf = ({ project, refType, ref }: TrustedJobs): string =>
  `project_path:${project}:ref_type:${refType}:ref:${ref}`;
