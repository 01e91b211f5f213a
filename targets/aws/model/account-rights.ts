import { actionsOf, grantedTo, type RightGroup } from "../../rights.ts";
import type { AwsAccountInputs } from "./account-inputs.ts";
import { allowedIn, type Statement } from "./policy-document.ts";
import { awsRights, tagCondition } from "./rights.ts";
import { resourcesOf, roleName } from "./role-resources.ts";

const isGroup = (name: unknown): name is RightGroup => typeof name === "string" && Object.hasOwn(grantedTo, name);

/** The rights that a role's policy gives beyond the table's. */
export function excessOfPolicy(
  { name: group, role, policy }: Readonly<Record<string, unknown>>,
  account: AwsAccountInputs,
): string[] {
  if (!isGroup(group))
    return [`name is ${JSON.stringify(group)}: expected publish, delete or setup, a group of the table of rights`];
  const statements = allowedIn(policy);
  if (statements === undefined) return ["policy: expected a policy document"];
  return [
    ...strayRole(group, role, account),
    ...statements.flatMap((statement) => [
      ...excessIn(statement, group, account),
      ...statement.Action.flatMap((action) => withoutTag(action, statement)),
    ]),
  ];
}

/** A deletion in the role that publishes would be everybody's who may publish. */
function strayRole(group: RightGroup, role: unknown, { channel }: AwsAccountInputs): string[] {
  const owners = Object.entries(grantedTo).flatMap(([owner, groups]) =>
    isGroup(owner) && groups.includes(group) ? [roleName(channel, owner)] : [],
  );
  return owners.some((owner) => owner === role)
    ? []
    : [`role is ${String(role)}: expected ${owners.join(" or ")} for the rights to ${group}`];
}

function excessIn({ Action, Resource = ["*"] }: Statement, group: RightGroup, account: AwsAccountInputs): string[] {
  const known = new Set(actionsOf(awsRights, group));
  return Action.flatMap((action) => {
    if (!known.has(action))
      return [`policy allows ${action}: expected what targets/aws/model/rights.json has for ${group}`];
    const allowed = resourcesOf(action, account.aws, account.channel);
    return Resource.filter((resource) => !allowed.includes(resource)).map(
      (resource) => `policy allows ${action} on ${resource}: expected ${allowed.join(", ") || "nothing"}`,
    );
  });
}

/** An action without the condition on our tag would let this program show or delete what others have in the account. */
function withoutTag(action: string, { Condition }: Statement): string[] {
  const [key] = Object.keys(tagCondition(action)?.Null ?? {});
  const isAsked = key === undefined || Condition?.["Null"]?.[key]?.join() === "false";
  return isAsked ? [] : [`policy allows ${action} without the condition Null ${key}: false`];
}
