import { isVeiled } from "../images/model/input-values.ts";
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

/** What is wrong with a resource of an account; nothing while an input that would tell is not known. */
export function wrongInAccount(
  what: "openings" | "excess",
  { type, props }: { type: string; props: Readonly<Record<string, unknown>> },
): string[] {
  const model = modelOf(type);
  if (model === undefined || model.types[type]?.some((input) => isVeiled(props[input])) === true) return [];
  return model[what]({ type, inputs: props });
}

const modelOf = (type: string): AccountModel | undefined =>
  accountModels.find(({ types }) => Object.hasOwn(types, type));
