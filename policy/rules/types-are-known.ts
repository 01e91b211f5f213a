import { accountProviders, accountTypes } from "../../targets/accounts.ts";
import { workloadTypes } from "../../workloads/models.ts";
import { subjectIn, type Registered } from "../identity.ts";
import type { Rule } from "../rule.ts";

/** A type that no target and no workload claims: no other rule, no guard and no report would know what it is. */
export const isUnknown = (resource: Pick<Registered, "type" | "name" | "props">): boolean =>
  subjectIn(resource).of === "stranger" &&
  ![workloadTypes, accountTypes, accountProviders].some((types) => types.has(resource.type));

export const typesAreKnown: Rule = {
  name: "types-are-known",
  description:
    "Each type of resource is one that a target, an account or a workload claims, so that the other rules know what it does.",
  reads: [],
  violations: (resource) =>
    isUnknown(resource)
      ? [
          `${resource.type}: expected a type that a target or a workload claims; add it to the model of the one that uses it`,
        ]
      : [],
};
