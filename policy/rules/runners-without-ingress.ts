import { runnerOpenings, runnerReads } from "../../workloads/runner/model/openings.ts";
import type { Rule } from "../rule.ts";

export const runnersWithoutIngress: Rule = {
  name: "runners-without-ingress",
  description:
    "Nothing comes in to a runner: its group has rules for what goes out alone, and it has no public address.",
  reads: runnerReads,
  byValue: true,
  violations: runnerOpenings,
};
