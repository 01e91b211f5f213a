import type { Connection } from "../../../clients/openstack/connection.ts";
import { markOf } from "../../../images/boot-tests/collector.ts";
import { toldTempest } from "../../samples/workloads/tempest.ts";
import { SealedGuests } from "../sealed-guests.ts";

/** What a server says that asks for its accounts' passwords and has run Tempest, and what it would open of what it is left. */
export class AskingGuest {
  readonly #guests = new SealedGuests();
  readonly #opened = new Set<string>();

  /** Its key, and the results of a run of Tempest. */
  said(run: string, csv: string): string {
    const done = `${markOf(run)} done\n`;
    return `${this.#guests.keyLine}\n${toldTempest(run, csv)}${done}${done}`.replaceAll("\n", "\r\n");
  }

  /** From now on each server that is left something sealed opens it. */
  live(connection: Connection): void {
    this.#guests.live(connection, { query: {}, pause: 300, use: (text) => void this.#opened.add(text) });
  }

  /** All that was opened. */
  opened(): string[] {
    return [...this.#opened];
  }

  end(): Promise<void> {
    return this.#guests.end();
  }
}
