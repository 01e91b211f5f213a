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
  /** What of its inputs lets somebody in who is not trusted, or makes something public that is no image; each for a person. */
  openings(resource: Made): string[];
  /** The rights in its inputs beyond those of the cloud's table; each for a person. */
  excess(resource: Made): string[];
}
