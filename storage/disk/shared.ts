/** A value that several take at once: made for the first, kept for the next, ended after the last. */
interface Entry<Value> {
  value: Promise<Value>;
  /** Ends the making. */
  controller: AbortController;
  users: number;
  /** Ends what nobody has used for a while. */
  idle: NodeJS.Timeout | undefined;
}

/** One more user of a shared value. */
interface Share<Value> {
  value: Value;
  /** Gives the share back; the value stays for a while, for who comes next. */
  release: () => Promise<void>;
}

/** What is kept of the values that nobody uses. */
interface Idle {
  most: number;
  milliseconds: number;
}

/** Values by key, each made once, however many ask for it; of those that nobody uses, the last few are kept for a while. */
export class Shared<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #end: (value: Value) => Promise<void>;
  readonly #idle: Idle;

  constructor(end: (value: Value) => Promise<void>, idle: Idle) {
    this.#end = end;
    this.#idle = idle;
  }

  async take(key: string, signal: AbortSignal, make: (signal: AbortSignal) => Promise<Value>): Promise<Share<Value>> {
    signal.throwIfAborted();
    const entry = this.#entries.get(key) ?? this.#make(make);
    entry.users += 1;
    clearTimeout(entry.idle);
    // the last place: what was used last is kept longest
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    try {
      const value = await unlessAborted(entry.value, signal);
      let release = (): Promise<void> => {
        release = () => Promise.resolve();
        entry.users -= 1;
        if (entry.users === 0) this.#endLater(key, entry);
        return this.#endIdle();
      };
      return { value, release: () => release() };
    } catch (error) {
      entry.users -= 1;
      // a failure is not kept, and nobody waits for what all gave up
      if (entry.users === 0 || !signal.aborted) this.#drop(key, entry, error);
      throw error;
    }
  }

  #make(make: (signal: AbortSignal) => Promise<Value>): Entry<Value> {
    const controller = new AbortController();
    return { value: make(controller.signal), controller, users: 0, idle: undefined };
  }

  #endLater(key: string, entry: Entry<Value>): void {
    const timer = setTimeout(() => this.#drop(key, entry, undefined), this.#idle.milliseconds);
    // it keeps no process alive, which frees everything at its end
    entry.idle = timer.unref();
  }

  #drop(key: string, entry: Entry<Value>, reason: unknown): void {
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    entry.controller.abort(reason);
    // the making may have been done by then
    entry.value.then(this.#end).catch(() => undefined);
  }

  async #endIdle(): Promise<void> {
    const idle = [...this.#entries].filter(([, { users }]) => users === 0);
    for (const [key, { value, idle: timer }] of idle.slice(0, Math.max(0, idle.length - this.#idle.most))) {
      this.#entries.delete(key);
      clearTimeout(timer);
      await this.#end(await value);
    }
  }
}

function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
