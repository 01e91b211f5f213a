import { agreedEvents } from "../images/announcements/agreed.ts";
import { unannounced, type Event } from "../images/announcements/events.ts";
import { announcementLines } from "../images/announcements/text.ts";
import { readPublishedIndex } from "../stacks/publication/facts/tree/published-index.ts";
import { readAnnounced, writeAnnounced } from "../storage/tree/remarks/announced.ts";
import { upcoming } from "../images/plan/next.ts";
import { staging } from "../images/tree/layout.ts";
import type { IndexRecord } from "../images/tree/record.ts";
import { inStaging } from "../storage/tree/places.ts";
import { readIndex } from "../storage/tree/records.ts";
import { deliver, isRepeatable } from "./announce/deliver.ts";
import { announceAll } from "./announce/announce-all.ts";
import { documentOf, type Subject } from "./announce/texts.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { readPublications } from "./publications.ts";
import { WrongUse } from "./setup/errors.ts";
import { announce as usage } from "./usage/publishing.mjs";
import { alone } from "./up/alone.ts";
import { readArguments } from "./usage/read-arguments.ts";

/** Days. Older events are announced only by the digest of their month. */
const patience = 7;

/** The exit code if readers cannot see everything yet. */
const notYetPublic = 3;

/** Tells people what is new in the public index. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(usage, args);
  const { stack } = values;
  const configFile = values["config-file"] ?? null;
  const settings = readSettings({ stack, configFile, backend: backendUrl(stack, process.env) });
  const { root, url } = settings.mirror;
  const places = { tree: root, staging: settings.mirror.staging };
  const world = await readPublications(settings);
  if (world.remote) throw new WrongUse("expected the tree on this machine, which remembers what was announced");
  if (Object.keys(settings.announce).length === 0 && !values["dry-run"]) {
    console.log(`nothing is announced: ${stack} names no way in cloud-images:announce`);
    return 0;
  }
  const results: ChannelResult[] = [];
  for (const publication of world.publications) {
    const { suite, channel } = publication.facts;
    const locks = inStaging(places, staging.announcing({ suite, channel }));
    const announceChannel = async (): Promise<ChannelResult> => {
      const own = await readIndex(places, { suite, channel });
      if (own === undefined) return { failures: 0, isBehind: false };
      const index = url === null ? own : await indexAsRead(url, own);
      const { events, isBehind } = agreedEvents(
        { read: index, own },
        { today: world.day, patience, coming: upcoming(publication.plan) },
      );
      if (isBehind)
        console.log(`${url ?? root}: readers get an older index than the tree's; the rest is announced later`);
      const subject: Subject = { session: { settings, places }, world, publication, index };
      const failures = await announce(subject, events, { stack, retry: values.retry, isDry: values["dry-run"] });
      return { failures, isBehind };
    };
    results.push(await alone(locks, `announcements of ${suite}/${channel}`, announceChannel));
  }
  if (results.some(({ failures }) => failures > 0)) return 1;
  return results.some(({ isBehind }) => isBehind) ? notYetPublic : 0;
}

/** What readers find, which is nothing until the server has the index: only that is announced. */
const indexAsRead = async (url: string, own: IndexRecord): Promise<IndexRecord> =>
  (await readPublishedIndex(url, own)) ?? { ...own, sets: [], removed: [] };

/** The result of announcing a channel's events. */
interface ChannelResult {
  failures: number;
  /** Readers cannot see all events yet. */
  isBehind: boolean;
}

interface How {
  stack: string;
  retry: boolean;
  isDry: boolean;
}

/** Returns how many announcements failed. */
async function announce(subject: Subject, events: readonly Event[], { stack, retry, isDry }: How): Promise<number> {
  const { session, world, index } = subject;
  const { settings, places } = session;
  const announced = await readAnnounced(places, index);
  if (isDry) {
    const done = new Set(announced.announcements.map(({ id }) => id));
    for (const event of events.flatMap((each) => unannounced(each, done) ?? []))
      console.log(announcementLines(await documentOf(event, subject)).join("\n"), "\n");
    return 0;
  }
  return announceAll({
    events,
    announced,
    retry,
    today: world.day,
    announcers: Object.entries(settings.announce).map(([by, way]) => ({
      by,
      events: way.events,
      repeatable: isRepeatable(way),
      prepare: async (event) => {
        const document = await documentOf(event, subject);
        return () => deliver(way, { stack, event, document, index, env: process.env });
      },
    })),
    write: (each) => writeAnnounced(places, each),
    say: (line) => console.log(line),
  });
}
