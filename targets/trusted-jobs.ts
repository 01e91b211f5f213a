import { z } from "zod";
import { text } from "../images/config/values.ts";

/** The subject of GitLab's tokens names one branch or tag: a pattern would let another one in. */
const ref = text.regex(/^[\w./-]+$/, "the name of one branch or tag, without a pattern");

/** Whom a channel's accounts trust: `cloud-images:gitlab` of an accounts stack, and an input of each of its components. */
export const trustedJobsSchema = z.strictObject({
  url: z
    .url({ protocol: /^https$/, error: "an https URL" })
    .transform((url) => url.replace(/\/+$/, ""))
    .describe("The GitLab that issues the tokens of jobs. The clouds must reach it."),
  project: text
    .regex(/^[\w.-]+(\/[\w.-]+)+$/, 'a group and a project, as "cloud-team/cloud-images"')
    .describe("The project whose jobs may publish, with its group: its pipelines alone, and no fork's."),
  refType: z.enum(["branch", "tag"]).default("branch").describe("What ref names."),
  ref: ref.describe("The protected branch or tag whose jobs may publish."),
});

export type TrustedJobs = z.output<typeof trustedJobsSchema>;

/** The subject of the tokens that GitLab gives to these jobs, by its default `ci_id_token_sub_claim_components`. */
export const subjectOf = ({ project, refType, ref }: TrustedJobs): string =>
  `project_path:${project}:ref_type:${refType}:ref:${ref}`;
