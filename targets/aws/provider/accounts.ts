import type * as Client from "../../../clients/aws/account.ts";
import type { Account, ConnectOptions } from "../../../clients/aws/account.ts";
import { Slots } from "../../../storage/concurrency.ts";
import type { AwsLogin } from "../model/resources.ts";

/** A login with the regions of a resource: any of them can identify the account where the home region is down. */
export type LoginOfRegions = AwsLogin & { regions: Readonly<Record<string, unknown>> };

/** Concurrent uploads; each of them sends many blocks at once. */
const uploadsAtOnce = 2;

/** The accounts of one process: one login for each, and one bound on uploads. */
export class Accounts {
  readonly uploads = new Slots(uploadsAtOnce);
  readonly #known = new Map<string, Promise<Account>>();
  readonly #options: ConnectOptions;

  constructor(options: ConnectOptions = {}) {
    this.#options = options;
  }

  /** Throws a UserError where the credentials are refused, or are of another account. */
  of({ account, profile, home, regions }: LoginOfRegions, signal: AbortSignal): Promise<Account> {
    const others = Object.keys(regions);
    return this.#once([account, profile, home], ({ connectTo }) =>
      connectTo(account, { profile, home, others }, { ...this.#options, signal }),
    );
  }

  /** Another account's login, which sees what everybody sees. Each image asks it in each region, so it is kept too. */
  outsider(profile: string, home: string, signal: AbortSignal): Promise<Account> {
    return this.#once(["outsider", profile], ({ connect }) => connect({ profile, home }, { ...this.#options, signal }));
  }

  async #once(
    login: readonly (string | null)[],
    connect: (client: typeof Client) => Promise<Account>,
  ): Promise<Account> {
    const key = JSON.stringify(login);
    // loaded where AWS is used: its SDK takes longer to load than all else
    const account = this.#known.get(key) ?? import("../../../clients/aws/account.ts").then(connect);
    this.#known.set(key, account);
    // after a failure the next caller tries again
    account.catch(() => this.#known.delete(key));
    return account;
  }
}

/** The login that may delete, of the same account. */
export const deletionLogin = ({ account, profile, deletion, home, regions }: LoginOfRegions): LoginOfRegions => ({
  account,
  profile: deletion ?? profile,
  deletion,
  home,
  regions,
});

const shared = new WeakMap<object, Accounts>();

/** Lets all operations of the process use these accounts. */
export const shareAccounts = (process: object, accounts: Accounts): void => void shared.set(process, accounts);

/** The accounts of the operation's process, made for its first one. */
export function accountsOf({ process }: { process: object }): Accounts {
  const accounts = shared.get(process) ?? new Accounts();
  shared.set(process, accounts);
  return accounts;
}
