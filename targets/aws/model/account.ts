import { z } from "zod";
import type { AccountModel } from "../../account-model.ts";
import { actionsOf } from "../../rights.ts";
import { awsRights, tagCondition } from "./rights.ts";
import { jsonOrUndefined } from "../../../images/model/text/json.ts";

const types = {
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  issuer: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  images: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  snapshots: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
};

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const statementSchema = z.strictObject({
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.record(z.string(), oneOrMore)]).optional(),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});
type Statement = z.output<typeof statementSchema>;

const documentSchema = z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(statementSchema) });

/** Undefined where the text is no policy document that can be judged. */
const statementsOf = (text: unknown): readonly Statement[] | undefined =>
  typeof text === "string" ? documentSchema.safeParse(jsonOrUndefined(text)).data?.Statement : undefined;

/** The types of resources that set up this target's account. */
export const awsAccountModel: AccountModel = {
  cloud: "aws",
  owned: ["account"],
  component: "debian:cloud:AwsChannelAccount",
  types: {
    [types.role]: ["assumeRolePolicy", "managedPolicyArns", "inlinePolicies"],
    [types.rolePolicy]: ["name", "policy"],
    [types.issuer]: ["url", "clientIdLists"],
    [types.images]: [],
    [types.snapshots]: ["state"],
  },
  openings({ type, inputs }) {
    switch (type) {
      case types.role:
        return (statementsOf(inputs["assumeRolePolicy"]) ?? [undefined]).flatMap(openTrust);
      case types.issuer:
        return openIssuer(inputs);
      case types.snapshots:
        // the provider's own word for it is refused by AWS, which wants DisableSnapshotBlockPublicAccess
        return ["block-all-sharing", "block-new-sharing"].includes(String(inputs["state"]))
          ? []
          : ["state: expected block-all-sharing or block-new-sharing; a region is opened by hand"];
      default:
        return [];
    }
  },
  excess({ type, inputs }) {
    if (type === types.role)
      return ["managedPolicyArns", "inlinePolicies"]
        .filter((key) => inputs[key] !== undefined)
        .map((key) => `${key}: expected the rights of the table alone, as a RolePolicy`);
    if (type !== types.rolePolicy) return [];
    const group = String(inputs["name"]);
    if (group !== "publish" && group !== "delete" && group !== "setup")
      return [`name is ${JSON.stringify(group)}: expected publish, delete or setup, a group of the table of rights`];
    const statements = statementsOf(inputs["policy"]);
    if (statements === undefined) return ["policy: expected a policy document"];
    const known = new Set(actionsOf(awsRights, group));
    const allowed = statements.filter(({ Effect }) => Effect === "Allow");
    const unknown = allowed.flatMap(({ Action }) => Action).filter((action) => !known.has(action));
    return [
      ...unknown.map(
        (action) => `policy allows ${action}: expected what targets/aws/model/rights.json has for ${group}`,
      ),
      ...allowed.flatMap(withoutTag),
    ];
  },
};

/** Actions without the condition on our tag: they would let this program show or delete what others have in the account. */
const withoutTag = ({ Action, Condition }: Statement): string[] =>
  Action.flatMap((action) => {
    const [key] = Object.keys(tagCondition(action)?.Null ?? {});
    const isAsked = key === undefined || Condition?.["Null"]?.[key]?.join() === "false";
    return isAsked ? [] : [`policy allows ${action} on everything: expected the condition Null ${key}: false`];
  });

function openTrust(statement: Statement | undefined): string[] {
  if (statement === undefined) return ["assumeRolePolicy: expected a policy document"];
  const { Effect, Principal, Condition = {} } = statement;
  if (Effect === "Deny") return [];
  if (Principal === undefined || Principal === "*")
    return ["assumeRolePolicy: expected a principal, and this one trusts everybody"];
  const anybody = Object.entries(Principal).flatMap(([kind, names]) =>
    names.filter((name) => name.includes("*")).map((name) => `assumeRolePolicy trusts ${kind} ${name}: expected one`),
  );
  return "Federated" in Principal ? [...anybody, ...openToJobs(Condition)] : anybody;
}

/** A token has one audience and one subject. Any condition but equality would let other jobs of the same GitLab in. */
function openToJobs(condition: NonNullable<Statement["Condition"]>): string[] {
  const equal = Object.entries(condition["StringEquals"] ?? {});
  const others = Object.keys(condition).filter((operator) => operator !== "StringEquals");
  return [
    ...["aud", "sub"].flatMap((claim) => {
      const values = equal.flatMap(([key, value]) => (key.endsWith(`:${claim}`) ? value : []));
      return values.length === 1 && values.every((value) => value !== "" && !value.includes("*"))
        ? []
        : [`assumeRolePolicy: expected StringEquals with one ${claim}`];
    }),
    ...others.map((operator) => `assumeRolePolicy has ${operator}: expected StringEquals alone`),
  ];
}

function openIssuer({ url, clientIdLists }: Readonly<Record<string, unknown>>): string[] {
  const audiences: unknown[] = Array.isArray(clientIdLists) ? clientIdLists : [];
  return [
    ...(typeof url === "string" && url.startsWith("https://") ? [] : ["url: expected https"]),
    ...(audiences.length === 1 ? [] : ["clientIdLists: expected one audience"]),
  ];
}
