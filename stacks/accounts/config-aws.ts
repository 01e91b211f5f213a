import { z } from "zod";
import { text } from "../../images/config/values.ts";

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region of AWS, as eu-west-1");

/** `cloud-images:aws` of an accounts stack. */
export const awsAccountSchema = z
  .strictObject({
    account: z
      .string("an account id in quotes")
      .regex(/^\d{12}$/, "an account id: 12 digits, in quotes")
      .describe("The channel's account. With credentials of another one nothing is called but GetCallerIdentity."),
    home: region.describe("The region that images are made in."),
    regions: z.array(region).min(1).describe("The regions in which images may be public; home is one of them."),
    sealed: z
      .array(region)
      .default([])
      .describe("Enabled regions that nothing is published to: no image and no snapshot can be made public there."),
    audience: text.default("sts.amazonaws.com").describe("The audience of the jobs' tokens, as in their id_tokens."),
    parameters: z
      .array(z.string().regex(/^(\/[\w.-]+)+$/, "a prefix of SSM parameters, as /aws/service/debian"))
      .default([])
      .describe("The prefixes of the SSM parameters that CI may write."),
    administrators: z
      .array(z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, "the ARN of a role or user"))
      .default([])
      .describe("Who may take the role that sets the account up; with none there is no such role."),
  })
  .check(({ value: { home, regions, sealed }, issues }) => {
    if (!regions.includes(home))
      issues.push({ code: "custom", path: ["home"], input: home, message: "one of the regions" });
    for (const [index, each] of sealed.entries())
      if (regions.includes(each))
        issues.push({
          code: "custom",
          path: ["sealed", index],
          input: each,
          message: "a region that is not one of the regions that images are public in",
        });
  });

export type AwsAccount = z.output<typeof awsAccountSchema>;
