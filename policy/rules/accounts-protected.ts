import { isOfAccount } from "../../targets/accounts.ts";
import type { Rule } from "../rule.ts";

export const accountsProtected: Rule = {
  name: "accounts-protected",
  description: "Everything of a channel's account is protected against deletion.",
  reads: [],
  violations: ({ type, protect }) =>
    !isOfAccount(type) || protect
      ? []
      : ["expected protect: true; a deletion can open an account, or take a name that is never had again"],
};
