import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rolePolicy, type PolicyDocument } from "../../stacks/accounts/aws/role-policy.ts";
import { awsAccountSchema } from "../../stacks/accounts/config-aws.ts";
import { awsRights } from "../../targets/aws/model/rights.ts";
import { actionsOf } from "../../targets/rights.ts";
import { emptyMoto } from "./moto.ts";
import { callOf, Enforced } from "./rights.ts";

const account = awsAccountSchema.parse({
  account: "903794441882",
  home: "us-east-1",
  regions: ["us-east-1"],
  parameters: ["/debian/daily"],
});

/**
 * A policy as moto can enforce it. moto asks about every action on `*`, and knows no tags. Resources and conditions are tested with the
 * document itself, and test/peers/aws keeps the conditions.
 */
const enforceable = ({ Version, Statement }: PolicyDocument, without?: string): string =>
  JSON.stringify({
    Version,
    Statement: Statement.map(({ Effect, Action }) => ({
      Effect,
      Action: Action.filter((action) => action !== without),
      Resource: "*",
    })).filter(({ Action }) => Action.length > 0),
  });

let iam: Enforced;
beforeAll(async () => {
  iam = new Enforced((await emptyMoto()).url);
});
afterAll(() => iam.end());

const groups = ["publish", "delete", "setup"] as const;

/** moto does not know the service that enables regions. */
const enforcedOf = (group: (typeof groups)[number]): string[] =>
  actionsOf(awsRights, group).filter((action) => !action.startsWith("account:"));

describe.each(groups)("the policy of the role %s, by moto's IAM,", (group) => {
  const policy = rolePolicy(group, account, "daily");
  const actions = enforcedOf(group);
  const refused = async (): Promise<string[]> => {
    const found = [];
    for (const action of actions) if (await iam.refuses(callOf(action))) found.push(action);
    return found;
  };

  test("lets every operation of the table through", async () => {
    await iam.grant(enforceable(policy));
    expect(await refused()).toEqual([]);
  });

  test.each(actions)("without %s, just that call is refused", async (action) => {
    await iam.grant(enforceable(policy, action));
    expect(await refused()).toEqual([action]);
  });

  test("lets nothing through that only other roles may", async () => {
    await iam.grant(enforceable(policy));
    const others = groups.flatMap(enforcedOf).filter((action) => !actions.includes(action));
    for (const action of others)
      expect({ action, refused: await iam.refuses(callOf(action)) }).toEqual({ action, refused: true });
  });
});
