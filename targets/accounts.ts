import type { AccountModel } from "./account-model.ts";
import { awsAccountModel } from "./aws/model/account.ts";

/** The clouds at which a channel has an account of its own: a line per cloud. */
export const accountModels: readonly AccountModel[] = [awsAccountModel];

export const accountModelOf = (type: string): AccountModel | undefined =>
  accountModels.find(({ types }) => types.includes(type));

/** Every type of role `accounts`. */
export const accountTypes: ReadonlySet<string> = new Set(
  accountModels.flatMap(({ component, types }) => [component, ...types]),
);
