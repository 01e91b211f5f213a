import type { AccountModel } from "./account-model.ts";
import { awsAccountModel } from "./aws/model/account.ts";
import { azureAccountModel } from "./azure/model/account.ts";
import { gcpAccountModel } from "./gcp/model/account.ts";

/** The clouds at which a channel has an account of its own: a line per cloud. */
export const accountModels: readonly AccountModel[] = [awsAccountModel, azureAccountModel, gcpAccountModel];

export const isOfAccount = (type: string): boolean => modelOf(type) !== undefined;

/** Every type of role `accounts`. */
export const accountTypes: ReadonlySet<string> = new Set(
  accountModels.flatMap(({ component, types }) => [component, ...Object.keys(types)]),
);

/** The providers of their packages. */
export const accountProviders: ReadonlySet<string> = new Set(
  accountModels.flatMap(({ types }) =>
    Object.keys(types).map((type) => `pulumi:providers:${type.slice(0, type.indexOf(":"))}`),
  ),
);

/** The inputs of a resource of an account that are judged. */
export const judgedInputs = ({ type }: { type: string }): readonly string[] => modelOf(type)?.types[type] ?? [];

/** What is wrong with a resource of an account. `components`: those registered before it. */
export function wrongInAccount(
  what: "openings" | "excess",
  { type, urn, props }: Resource & { urn: string },
  components: Iterable<Resource>,
): string[] {
  const model = modelOf(type);
  if (model === undefined) return [];
  const isPart = urn.includes(`::${model.component}$`);
  const account = isPart ? [...components].find((each) => each.type === model.component)?.props : undefined;
  return model[what]({ type, inputs: props }, account);
}

interface Resource {
  type: string;
  props: Readonly<Record<string, unknown>>;
}

const modelOf = (type: string): AccountModel | undefined =>
  accountModels.find(({ types }) => Object.hasOwn(types, type));
