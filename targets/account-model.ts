import { z } from "zod";
import { channels } from "../images/model/definitions/channels.ts";
import type { ResourceIdentity } from "../images/model/subject.ts";
import { trustedJobsSchema } from "./trusted-jobs.ts";

type Made = Pick<Required<ResourceIdentity>, "type" | "inputs">;

/**
 * What is true of the resources that set up a channel's account at a cloud: pure, for the rules of policy/. One per cloud, in
 * `targets/<cloud>/model/account.ts`; `accounts.ts` lists them.
 */
export interface AccountModel {
  cloud: string;
  /** The component of an account. Its inputs, which are the stack's file, say who is trusted and what the account consists of. */
  component: string;
  /**
   * Every type that it registers, with the inputs that are judged: while one of them is unknown, as in a preview, none is. A type
   * that no model claims is refused.
   */
  types: Readonly<Record<string, readonly string[]>>;
  /** The keys of `cloud-images:<cloud>`, in a stack of role `accounts`, whose values belong to one channel alone. */
  owned: readonly string[];
  /**
   * The inputs that let somebody in who is not trusted, or make something public that is no image: a sentence for each.
   *
   * @param account the inputs of the component that the resource is a part of
   */
  openings(resource: Made, account: unknown): string[];
  /** The rights in its inputs that the cloud's table does not have: a sentence for each. */
  excess(resource: Made, account: unknown): string[];
}

/** What the component of every cloud says. */
export const accountInputs = z.object({ channel: z.enum(channels), gitlab: trustedJobsSchema });

/** The same model, whose findings get the component's inputs read. Without these nothing is trusted. */
export function judgedBy<Account>(
  inputs: z.ZodType<Account>,
  model: Omit<AccountModel, "openings" | "excess"> &
    Record<"openings" | "excess", (resource: Made, account: Account) => string[]>,
): AccountModel {
  const judge =
    (what: "openings" | "excess"): AccountModel["openings"] =>
    (resource, account) => {
      if (model.types[resource.type]?.length === 0) return [];
      const { data } = inputs.safeParse(account);
      return data === undefined
        ? [`expected that it is a part of a ${model.component} that says whom the account trusts`]
        : model[what](resource, data);
    };
  return { ...model, openings: judge("openings"), excess: judge("excess") };
}

/** The inputs that are not as expected: a sentence for each. */
export const unlike = (
  inputs: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): string[] =>
  Object.entries(expected).flatMap(([key, value]) =>
    inputs[key] === value ? [] : [`${key} is ${String(inputs[key])}: expected ${String(value)}`],
  );
