import { readRights } from "../../rights.ts";
import data from "./rights.json" with { type: "json" };

/** The operations of AWS that this target and the set-up of its account call, with the IAM actions that each needs. */
export const awsRights = readRights(data, "targets/aws/model/rights.json");
