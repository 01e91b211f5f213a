import type { ResourceIdentity } from "../images/model/subject.ts";

type Made = Pick<Required<ResourceIdentity>, "type" | "inputs">;

/**
 * What is true of the resources that set up a channel's account at a cloud: pure, for the rules of policy/. One per cloud, in
 * `targets/<cloud>/model/account.ts`; `accounts.ts` lists them.
 */
export interface AccountModel {
  cloud: string;
  /** The component of an account. */
  component: string;
  /**
   * Every type that it registers, with the inputs that are judged: while one of them is unknown, as in a preview, none is. A type
   * that no model claims is refused.
   */
  types: Readonly<Record<string, readonly string[]>>;
  /** The keys of `cloud-images:<cloud>`, in a stack of role `accounts`, whose values belong to one channel alone. */
  owned: readonly string[];
  /** The inputs that let somebody in who is not trusted, or make something public that is no image: a sentence for each. */
  openings(resource: Made): string[];
  /** The rights in its inputs that the cloud's table does not have: a sentence for each. */
  excess(resource: Made): string[];
}
