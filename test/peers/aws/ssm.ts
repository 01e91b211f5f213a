import type { Cloud, Known } from "./cloud.ts";
import { AwsError } from "./error.ts";

export const readingSsm = /^(Get|List|Describe)/;

/** SSM's parameters, and the quota of public images. */
export function answerSsm(cloud: Cloud, { account, region, call, parameters }: Known): unknown {
  const has = cloud.of(account, region);
  const input = parameters as unknown as Record<string, unknown>;
  switch (call) {
    case "GetServiceQuota":
      if (input["QuotaCode"] !== "L-0E3CBAB9") throw new AwsError("NoSuchResourceException", "no such quota");
      return { Quota: { QuotaCode: "L-0E3CBAB9", Value: has.publicQuota } };
    default:
      throw new AwsError("UnknownOperationException", `${call} is unknown`);
  }
}
