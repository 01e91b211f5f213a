import { setTimeout } from "node:timers/promises";
import type { Limits } from "../../../clients/azure/limits.ts";
import { Refusal } from "../../../clients/azure/refusal.ts";

/** Azure has not finished. The next run asks for the progress and begins nothing again. */
export class NotYet extends Error {
  constructor(what: string) {
    super(`${what}; the next run continues`);
    this.name = "NotYet";
  }
}

/** Milliseconds before the second poll; each further pause is twice as long, up to the limit. */
const firstLook = 250;

/** Conflicts that do not pass by waiting. */
const lasting: ReadonlySet<string> = new Set([
  "PropertyChangeNotAllowed",
  "DeleteGalleryImageVersionBlockedBeforeEndOfLife",
  "ScopeLocked",
  "QuotaExceeded",
]);

/** Polls something that takes long, for as long as one run waits. */
export class Patience {
  readonly #limits: Pick<Limits, "look" | "looks">;
  readonly #signal: AbortSignal;
  readonly #report: (text: string) => void;
  #looks = 0;
  /** Since Azure was last asked for something. */
  #idle = 0;

  constructor(limits: Limits, { signal, report }: { signal: AbortSignal; report: (text: string) => void }) {
    this.#limits = limits;
    this.#signal = signal;
    this.#report = report;
  }

  /** Waits until the next poll; throws a NotYet where this run has waited long enough. */
  async next(what: string): Promise<void> {
    if (this.#looks >= this.#limits.looks) throw new NotYet(what);
    this.#report(what);
    // soon at first, because small things take only seconds
    const pause = Math.min(this.#limits.look, firstLook * 2 ** this.#idle);
    this.#looks += 1;
    this.#idle += 1;
    await setTimeout(pause, undefined, { signal: this.#signal });
  }

  /**
   * Makes the call. If Azure is busy with the same resource (409), waits until the next poll instead. Returns whether the call
   * succeeded.
   */
  async unlessBusy(version: string, work: Promise<void>): Promise<boolean> {
    try {
      await work;
      this.#idle = 0;
      return true;
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409 || lasting.has(error.code)) throw error;
      await this.next(`${version} is in use (${error.code})`);
      return false;
    }
  }
}
