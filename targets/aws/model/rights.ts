import { readRights } from "../../rights.ts";
import data from "./rights.json" with { type: "json" };

/** The operations of AWS that this target and the set-up of its account call, with the IAM actions that each needs. */
export const awsRights = readRights(data, "targets/aws/model/rights.json");

/** Holds where the tag is there, whatever its value. */
export interface TagCondition {
  Null: Readonly<Record<string, "false">>;
}

/** IAM's condition on tags for an action; undefined where AWS cannot check tags, or the action is about the whole account. */
export function tagCondition(action: string): TagCondition | undefined {
  const { tagged } = awsRights;
  if (tagged?.made.includes(action)) return { Null: { [`aws:RequestTag/${tagged.tag}`]: "false" } };
  if (tagged?.used.includes(action)) return { Null: { [`aws:ResourceTag/${tagged.tag}`]: "false" } };
  return undefined;
}
