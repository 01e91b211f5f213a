import { indexSchema, writeRecord, type IndexRecord } from "../tree/record.ts";
import { eventsOf, type Event } from "./events.ts";

interface Indexes {
  /** As a reader gets it: a server, or a cache before it, may still hand out an older one. */
  read: IndexRecord;
  /** As the tree has it. */
  own: IndexRecord;
}

type When = Omit<Parameters<typeof eventsOf>[0], "index">;

/**
 * The events that are public and still true. While readers get an older index, nobody is told of an image that was withdrawn since,
 * and no digest is made. `isBehind`: the tree has events that readers cannot see yet.
 */
export function agreedEvents({ read, own }: Indexes, when: When): { events: Event[]; isBehind: boolean } {
  const events = eventsOf({ ...when, index: read });
  if (writeRecord(indexSchema, read) === writeRecord(indexSchema, own)) return { events, isBehind: false };
  const owned = eventsOf({ ...when, index: own });
  const agreed = events.flatMap((event) => agreedOf(event, owned));
  const partsOf = (each: readonly Event[]): string[] => each.flatMap(parts);
  const told = new Set(partsOf(agreed));
  return { events: agreed, isBehind: partsOf(owned).some((part) => !told.has(part)) };
}

function agreedOf(event: Event, owned: readonly Event[]): Event[] {
  if (event.kind === "digest") return [];
  const inOwn = new Set(owned.flatMap(parts));
  const members = event.members.filter((member) => inOwn.has(partOf(event, member)));
  return members.length === 0 ? [] : [{ ...event, members }];
}

type Publicity = Exclude<Event, { kind: "digest" }>;

const partOf = ({ kind, version }: Publicity, member: string): string => `${kind} ${version}/${member}`;

const parts = (event: Event): string[] =>
  event.kind === "digest" ? [event.month] : event.members.map((member) => partOf(event, member));
