import { planAsItWas } from "../../images/announcements/as-it-was.ts";
import { digestDocument } from "../../images/announcements/digest.ts";
import type { Event } from "../../images/announcements/events.ts";
import { publishedDocument } from "../../images/announcements/published.ts";
import { withdrawnDocument } from "../../images/announcements/withdrawn.ts";
import { upcoming } from "../../images/plan/next.ts";
import type { Document } from "../../images/report/document/types.ts";
import { tree } from "../../images/tree/layout.ts";
import type { Origin } from "../../stacks/publication/facts/promotion.ts";
import { inTree } from "../../storage/tree/places.ts";
import type { IndexRecord } from "../../images/tree/record.ts";
import { readDiffs } from "../preview/diffs.ts";
import type { Session } from "../engine/session.ts";
import type { Publication, Publications } from "../publications.ts";

/** What an announcement is about. */
export interface Subject {
  session: Pick<Session, "settings" | "places">;
  world: Publications;
  /** The publication that the event belongs to. */
  publication: Publication;
  index: IndexRecord;
}

/** The text about an event. */
export async function documentOf(event: Event, { session, world, publication, index }: Subject): Promise<Document> {
  switch (event.kind) {
    case "published": {
      const plan = planAsItWas(index, event.version, event.day);
      const published: Origin = (image) => inTree(session.places, tree.set(image));
      const diffs = await readDiffs(session, { ...world, publications: [{ ...publication, plan }] }, published);
      return publishedDocument(event, { index, plan, diffs, url: session.settings.mirror.url });
    }
    case "withdrawn":
      return withdrawnDocument(event, index);
    case "digest":
      return digestDocument(event.month, index, upcoming(publication.plan));
  }
}
