import { judgedInputs, wrongInAccount } from "../../targets/accounts.ts";
import type { Rule } from "../rule.ts";

export const accountsClosed: Rule = {
  name: "accounts-closed",
  description:
    "In a channel's account nobody is trusted but one protected ref's jobs and named people, and nothing but images becomes public.",
  reads: judgedInputs,
  violations: (resource, components) => wrongInAccount("openings", resource, components.values()),
};
