import type { Announced, Announcement } from "../../images/announcements/announced.ts";
import { idsOf, unannounced, type Event } from "../../images/announcements/events.ts";
import type { Day } from "../../images/model/day.ts";
import { NotDelivered } from "./hand-to.ts";

/** One way of announcing, by the configuration. */
interface Announcer {
  by: string;
  /** The kinds of events that it gets. */
  events: readonly Event["kind"][];
  /** Its receiver recognises an event that it gets again. */
  repeatable: boolean;
  /** Makes the text. Nothing is sent before the function that it returns is called. */
  prepare: (event: Event) => Promise<() => Promise<void>>;
}

interface Announcing {
  events: readonly Event[];
  announced: Announced;
  announcers: readonly Announcer[];
  today: Day;
  /** Announce again an event that was begun, and may have arrived. */
  retry: boolean;
  write: (announced: Announced) => Promise<void>;
  say: (line: string) => void;
}

/**
 * Announces each event once in each way. Records first that it is begun. After a kill nobody can see whether a mail went out, so a
 * person is asked, unless the receiver would recognise the event. Returns how many could not be announced.
 */
export async function announceAll({
  events,
  announcers,
  today,
  retry,
  write,
  say,
  ...rest
}: Announcing): Promise<number> {
  let announced = rest.announced;
  let failures = 0;
  const record = async (ids: readonly string[], by: string, state: Announcement["state"] | undefined) => {
    const others = announced.announcements.filter((each) => each.by !== by || !ids.includes(each.id));
    const now = state === undefined ? [] : ids.map((id) => ({ id, by, day: today, state }));
    announced = { ...announced, announcements: [...others, ...now] };
    await write(announced);
  };
  for (const { by, repeatable, prepare, ...announcer } of announcers) {
    for (const each of events.filter(({ kind }) => announcer.events.includes(kind))) {
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
      let send;
      try {
        send = await prepare(event);
      } catch (error) {
        fail("was not announced", error);
        continue;
      }
      await record(ids, by, "begun");
      try {
        await send();
      } catch (error) {
        if (error instanceof NotDelivered) await record(ids, by, undefined);
        fail(error instanceof NotDelivered ? "was not announced" : "may have arrived", error);
        continue;
      }
      await record(ids, by, "done");
      say(`${by}: announced ${ids.join(", ")}`);
    }
  }
  return failures;
}
