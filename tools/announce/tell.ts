import type { Announced, Announcement } from "../../images/announcements/announced.ts";
import { idsOf, unannounced, type Event } from "../../images/announcements/events.ts";
import type { Day } from "../../images/model/day.ts";
import { NotTold } from "./hand-to.ts";

/** One way to tell people, by the configuration. */
interface Teller {
  by: string;
  /** The kinds of events that it gets. */
  events: readonly Event["kind"][];
  /** Its receiver recognises an event that it gets again. */
  repeatable: boolean;
  /** Makes the text. Nobody is told before the function that it returns is called. */
  prepare: (event: Event) => Promise<() => Promise<void>>;
}

interface Telling {
  events: readonly Event[];
  announced: Announced;
  tellers: readonly Teller[];
  today: Day;
  /** Tell again an event that was begun, and may have arrived. */
  retry: boolean;
  write: (announced: Announced) => Promise<void>;
  say: (line: string) => void;
}

/**
 * Tells each event once in each way. Records first that it is begun. After a kill nobody can see whether a mail went out, so a person
 * is asked, unless the receiver would recognise the event. Returns how many could not be told.
 */
export async function tellAll({ events, tellers, today, retry, write, say, ...rest }: Telling): Promise<number> {
  let announced = rest.announced;
  let failures = 0;
  const record = async (ids: readonly string[], by: string, state: Announcement["state"] | undefined) => {
    const others = announced.announcements.filter((each) => each.by !== by || !ids.includes(each.id));
    const told = state === undefined ? [] : ids.map((id) => ({ id, by, day: today, state }));
    announced = { ...announced, announcements: [...others, ...told] };
    await write(announced);
  };
  for (const { by, repeatable, prepare, ...teller } of tellers) {
    for (const each of events.filter(({ kind }) => teller.events.includes(kind))) {
      const known = announced.announcements.filter((one) => one.by === by);
      const begun = new Set(known.filter(({ state }) => state === "begun").map(({ id }) => id));
      const doubtful = idsOf(each).filter((id) => begun.has(id));
      if (doubtful.length > 0 && !repeatable && !retry) {
        say(`${by}: ${doubtful.join(", ")} was begun, and may have arrived: look, then run again with --retry`);
        failures += 1;
      }
      const skipped = repeatable || retry ? known.filter(({ state }) => state === "done") : known;
      const event = unannounced(each, new Set(skipped.map(({ id }) => id)));
      if (event === undefined) continue;
      const ids = idsOf(event);
      const fail = (what: string, error: unknown) => {
        failures += 1;
        say(`${by}: ${ids.join(", ")} ${what}: ${error instanceof Error ? error.message : String(error)}`);
      };
      let tell;
      try {
        tell = await prepare(event);
      } catch (error) {
        fail("was not told", error);
        continue;
      }
      await record(ids, by, "begun");
      try {
        await tell();
      } catch (error) {
        if (error instanceof NotTold) await record(ids, by, undefined);
        fail(error instanceof NotTold ? "was not told" : "may have arrived", error);
        continue;
      }
      await record(ids, by, "done");
      say(`${by}: told ${ids.join(", ")}`);
    }
  }
  return failures;
}
