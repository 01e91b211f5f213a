/**
 * Facts that this process reads more than once: its command plans from them, and its program, which the engine runs a moment later,
 * plans again.
 */
export class Handed<Facts> {
  /** What was read last, by what it was read for. */
  readonly #read = new Map<string, Facts>();
  #handed: ReadonlyMap<string, Facts> = new Map();

  /** The facts that are handed over for the key, else those that `ask` reads. */
  async orRead(key: string, ask: () => Promise<Facts>): Promise<Facts> {
    const handed = this.#handed.get(key);
    if (handed !== undefined) return handed;
    const facts = await ask();
    this.#read.set(key, facts);
    return facts;
  }

  /** Hands over what was read so far to what is done meanwhile. */
  async handOver<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#handed = new Map(this.#read);
    try {
      return await work();
    } finally {
      this.#handed = new Map();
    }
  }
}
