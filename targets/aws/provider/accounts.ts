import type * as Client from "../../../clients/aws/account.ts";
import type { Account, ConnectOptions } from "../../../clients/aws/account.ts";
import { Logins, perProcess } from "../../../provider-sdk/per-process.ts";
import { Slots } from "../../../storage/concurrency.ts";
import type { AwsLogin } from "../model/resources.ts";

/** A login with the regions of a resource: any of them can identify the account where the home region is down. */
export type LoginOfRegions = AwsLogin & { regions: Readonly<Record<string, unknown>> };

/** Concurrent uploads; each of them sends many blocks at once. */
const uploadsAtOnce = 2;

/** The accounts of one process: one login for each, and one bound on uploads. */
export class Accounts {
  readonly uploads = new Slots(uploadsAtOnce);
  readonly #logins = new Logins<Account>();
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

  #once(login: readonly (string | null)[], connect: (client: typeof Client) => Promise<Account>): Promise<Account> {
    // loaded where AWS is used: its SDK takes longer to load than all else
    return this.#logins.of(JSON.stringify(login), () => import("../../../clients/aws/account.ts").then(connect));
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

export const { of: accountsOf, share: shareAccounts } = perProcess(() => new Accounts());
