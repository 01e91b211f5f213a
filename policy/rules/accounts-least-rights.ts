import { judgedInputs, wrongInAccount } from "../../targets/accounts.ts";
import type { Rule } from "../rule.ts";

export const accountsLeastRights: Rule = {
  name: "accounts-least-rights",
  description: "A role of a channel's account has no right that its cloud's table does not name for it.",
  reads: judgedInputs,
  violations: (resource, components) => wrongInAccount("excess", resource, components.values()),
};
