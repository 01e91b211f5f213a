import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** The command lines of this machine's processes, as far as a look five times a second finds them. */
export class CommandLines {
  readonly #seen = new Set<string>();
  readonly #ended = new AbortController();

  watch(): void {
    void this.#watch();
  }

  end(): void {
    this.#ended.abort();
  }

  seen(): string {
    return [...this.#seen].join("\n");
  }

  async #watch(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const processes = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
      for (const id of processes) this.#seen.add(await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => ""));
      await setTimeout(200, undefined, { signal: this.#ended.signal }).catch(() => undefined);
    }
  }
}
