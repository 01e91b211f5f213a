import { z } from "zod";

/** The provider's configuration. It holds this machine's paths, so that no resource does and another machine can continue. */
export const providerConfigSchema = z.object({
  tree: z
    .string()
    .min(1)
    .optional()
    .describe("The tree's root. A stack that publishes nothing has neither tree nor staging."),
  staging: z.string().min(1).optional().describe("The private folder beside the tree."),
  results: z.string().min(1).optional().describe("The folder of the results of test VMs."),
  jobs: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe("How many images are made at once, whatever the engine's parallelism."),
  dailiesGoAfter: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe("Days from showing a daily to its removal from the tree, for the directories' pages."),
  dailiesHideAfter: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe("Days from showing a daily to its hiding, for the finder's pages."),
  url: z.string().min(1).optional().describe("Where readers find the tree's root, for the finder's commands."),
  advisories: z
    .string()
    .min(1)
    .optional()
    .describe("Where the lists of security advisories are, as JSON: paths, or URLs whose copies staging keeps."),
  sign: z
    .string()
    .min(1)
    .optional()
    .describe("How the tree's lists are signed, as JSON (images/readers/signatures.ts)."),
  gitlabToken: z
    .string()
    .min(1)
    .optional()
    .describe("The token that makes and manages runners at GitLab.")
    .meta({ secret: true }),
});

export type ProviderConfig = z.output<typeof providerConfigSchema>;
