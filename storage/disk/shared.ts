/** A value that several take at once: made for the first, kept for the next, ended after the last. */
interface Entry<Value> {
  value: Promise<Value>;
  /** Ends the making. */
  controller: AbortController;
  users: number;
}

/** One more user of a shared value. */
export interface Share<Value> {
  value: Value;
  /** Gives the share back; the value stays for a while, for who comes next. */
  release: () => Promise<void>;
}

/** Values by key, each made once, however many ask for it; of those that nobody uses, the last few are kept. */
export class Shared<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #end: (value: Value) => Promise<void>;
  readonly #mostIdle: number;

  constructor(end: (value: Value) => Promise<void>, mostIdle: number) {
    this.#end = end;
    this.#mostIdle = mostIdle;
  }

  async take(key: string, signal: AbortSignal, make: (signal: AbortSignal) => Promise<Value>): Promise<Share<Value>> {
    signal.throwIfAborted();
    const entry = this.#entries.get(key) ?? this.#make(make);
    entry.users += 1;
    // the last place: what was used last is kept longest
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    try {
      const value = await unlessAborted(entry.value, signal);
      let release = (): Promise<void> => {
        release = () => Promise.resolve();
        entry.users -= 1;
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
    return { value: make(controller.signal), controller, users: 0 };
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
    for (const [key, { value }] of idle.slice(0, Math.max(0, idle.length - this.#mostIdle))) {
      this.#entries.delete(key);
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
