import { connect, type Session, type SessionOptions } from "../../../clients/azure/session.ts";
import { Logins, perProcess } from "../../../provider-sdk/per-process.ts";
import { Slots } from "../../../storage/concurrency.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import type { AzureImageInputs } from "../model/resources.ts";

type AccountInputs = Pick<AzureImageInputs, "tenant" | "subscription" | "resourceGroup">;

/** Concurrent uploads. Each sends several ranges at once, and more of them would not make one connection faster. */
const uploadsAtOnce = 4;

/** The subscriptions of one process: one login for each. */
export class Sessions {
  readonly uploads = new Slots(uploadsAtOnce);
  readonly #logins = new Logins<Session>();
  readonly #options: SessionOptions;

  constructor(options: SessionOptions = {}) {
    this.#options = options;
  }

  /** Throws a UserError where the identity is of another tenant or subscription. */
  session(
    { tenant, subscription, resourceGroup }: AccountInputs,
    { signal }: Pick<Operation, "signal">,
  ): Promise<Session> {
    return this.#logins.of(`${tenant}/${subscription}/${resourceGroup}`, () =>
      connect({ tenant, subscription, resourceGroup }, signal, this.#options),
    );
  }
}

export const { of: sessionsOf, share: shareSessions } = perProcess(() => new Sessions());
