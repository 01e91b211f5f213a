import { connect, type Session, type SessionOptions } from "../../../clients/azure/session.ts";
import { Slots } from "../../../storage/concurrency.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import type { AzureImageInputs } from "../model/resources.ts";

type AccountInputs = Pick<AzureImageInputs, "tenant" | "subscription" | "resourceGroup">;

/** Concurrent uploads. Each sends several ranges at once, and more of them would not make one connection faster. */
const uploadsAtOnce = 4;

/** The subscriptions of one process: one login for each. */
export class Sessions {
  readonly uploads = new Slots(uploadsAtOnce);
  readonly #sessions = new Map<string, Promise<Session>>();
  readonly #options: SessionOptions;

  constructor(options: SessionOptions = {}) {
    this.#options = options;
  }

  /** Throws a UserError where the identity is of another tenant or subscription. One that failed is tried again by the next. */
  session(
    { tenant, subscription, resourceGroup }: AccountInputs,
    { signal }: Pick<Operation, "signal">,
  ): Promise<Session> {
    const key = `${tenant}/${subscription}/${resourceGroup}`;
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const session = connect({ tenant, subscription, resourceGroup }, signal, this.#options);
    this.#sessions.set(key, session);
    session.catch(() => this.#sessions.delete(key));
    return session;
  }
}

const shared = new WeakMap<object, Sessions>();

/** Lets all operations of the process use these sessions. */
export const shareSessions = (process: object, sessions: Sessions): void => void shared.set(process, sessions);

/** The sessions of the operation's process, made for its first one. */
export function sessionsOf({ process }: Pick<Operation, "process">): Sessions {
  const sessions = shared.get(process) ?? new Sessions();
  shared.set(process, sessions);
  return sessions;
}
