import { eventsOf, unannounced } from "../images/announcements/events.ts";
import { documentText } from "../images/report/formats/text.ts";
import type { IndexRecord } from "../images/tree/record.ts";
import { readPublishedIndex } from "../stacks/publication/facts/tree/published-index.ts";
import { readAnnounced, writeAnnounced } from "../storage/tree/announced.ts";
import { inStaging } from "../storage/tree/places.ts";
import { staging } from "../images/tree/layout.ts";
import { readIndex } from "../storage/tree/records.ts";
import { deliver, isRepeatable } from "./announce/deliver.ts";
import { tellAll } from "./announce/tell.ts";
import { documentOf, type Subject } from "./announce/texts.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { locksIn, whileLocked } from "./engine/state/locks.ts";
import { readSettings } from "./engine/stack-file.ts";
import { readPublications } from "./publications.ts";
import { WrongUse } from "./setup/errors.ts";
import { clearLocks } from "./up/recover.ts";
import { announce as usage } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Days. Older events are told only by the digest of their month. */
const patience = 7;

/** Tells people what is new in the public index. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(usage, args);
  const { stack } = values;
  const configFile = values["config-file"] ?? null;
  const settings = readSettings({ stack, configFile, backend: backendUrl(stack, process.env) });
  const { root, url } = settings.mirror;
  const places = { tree: root, staging: settings.mirror.staging };
  const world = await readPublications(settings);
  if (world.remote) throw new WrongUse("expected the tree on this machine, which remembers what was told");
  if (Object.keys(settings.announce).length === 0 && !values["dry-run"]) {
    console.log(`nobody is told: ${stack} names no way in cloud-images:announce`);
    return 0;
  }
  let failures = 0;
  const tellEach = async (): Promise<void> => {
    for (const publication of world.publications) {
      const { suite, channel } = publication.facts;
      const index = await publicIndex({ suite, channel }, await readIndex(places, { suite, channel }), url);
      if (index === undefined) continue;
      const subject: Subject = { session: { settings, places }, world, publication, index };
      failures += await tell(subject, { stack, retry: values.retry, isDry: values["dry-run"] });
    }
  };
  const locks = inStaging(places, staging.announcing(stack));
  await clearLocks(locksIn(locks), stack);
  if (!(await whileLocked(locks, tellEach)))
    throw new WrongUse(`${stack}: expected no other announce at the same time`);
  return failures === 0 ? 0 : 1;
}

/** The index that readers get from the server, if there is one: people are told only of what they can find. */
async function publicIndex(
  channel: Pick<IndexRecord, "suite" | "channel">,
  own: IndexRecord | undefined,
  url: string | null,
): Promise<IndexRecord | undefined> {
  if (own === undefined || url === null) return own;
  return readPublishedIndex(url, channel);
}

interface How {
  stack: string;
  retry: boolean;
  isDry: boolean;
}

/** Returns how many announcements failed. */
async function tell(subject: Subject, { stack, retry, isDry }: How): Promise<number> {
  const { session, world, index } = subject;
  const { settings, places } = session;
  const events = eventsOf({ index, today: world.day, patience });
  const announced = await readAnnounced(places, index);
  if (isDry) {
    const done = new Set(announced.announcements.map(({ id }) => id));
    for (const event of events.flatMap((each) => unannounced(each, done) ?? []))
      console.log(documentText(await documentOf(event, subject)).join("\n"), "\n");
    return 0;
  }
  return tellAll({
    events,
    announced,
    retry,
    today: world.day,
    tellers: Object.entries(settings.announce).map(([by, way]) => ({
      by,
      events: way.events,
      repeatable: isRepeatable(way),
      tell: async (event) =>
        deliver(way, { stack, event, document: await documentOf(event, subject), env: process.env }),
    })),
    write: (each) => writeAnnounced(places, each),
    say: (line) => console.log(line),
  });
}
