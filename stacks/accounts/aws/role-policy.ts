import { actionsOf, type RightGroup } from "../../../targets/rights.ts";
import { resourcesOf } from "../../../targets/aws/model/role-resources.ts";
import { awsRights, tagCondition, type TagCondition } from "../../../targets/aws/model/rights.ts";
import type { AwsAccount } from "../config-aws.ts";
import type { Channel } from "../../../images/model/definitions/channels.ts";

interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  Condition?: TagCondition;
}

export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}

/**
 * Allows exactly the actions of the table targets/aws/model/rights.json, each on the resources that it needs, and on those with our
 * tag alone where AWS can tell.
 */
export function rolePolicy(group: RightGroup, account: AwsAccount, channel: Channel): PolicyDocument {
  const statements = actionsOf(awsRights, group).flatMap((action): Statement[] => {
    const Resource = resourcesOf(action, account, channel);
    const Condition = tagCondition(action);
    if (Resource.length === 0) return [];
    return [{ Effect: "Allow", Action: [action], Resource, ...(Condition !== undefined && { Condition }) }];
  });
  const alike = Map.groupBy(statements, ({ Resource, Condition }) => JSON.stringify([Resource, Condition]));
  return {
    Version: "2012-10-17",
    Statement: [...alike.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [{ ...first, Action: [first, ...others].flatMap(({ Action }) => Action) }],
    ),
  };
}
