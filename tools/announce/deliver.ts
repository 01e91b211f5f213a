import { createHash } from "node:crypto";
import type { Event } from "../../images/announcements/events.ts";
import { idsOf } from "../../images/announcements/events.ts";
import { mailOf } from "../../images/announcements/mail.ts";
import { announcementLines } from "../../images/announcements/text.ts";
import type { Document } from "../../images/report/document/types.ts";
import { documentMarkdown } from "../../images/report/formats/markdown.ts";
import type { IndexRecord } from "../../images/tree/record.ts";
import type { Way } from "../../stacks/publication/config/announce.ts";
import { anyStatus, handTo, namedStatus } from "./hand-to.ts";
import { releaseAt } from "./release-at.ts";

export interface Delivery {
  stack: string;
  event: Event;
  document: Document;
  /** The channel as readers see it. */
  index: IndexRecord;
  env: NodeJS.ProcessEnv;
}

/** Whether the same event may be handed over twice, because its receiver recognises it. */
export const isRepeatable = (way: Way): boolean => "gitlab" in way || ("repeatable" in way && way.repeatable);

/** Hands an event over. Throws NotDelivered if it surely did not arrive; after any other error it may have arrived. */
export async function deliver(way: Way, delivery: Delivery): Promise<void> {
  const { stack, event, document, env } = delivery;
  if ("gitlab" in way) return releaseAt(way.gitlab, delivery);
  if ("mail" in way) {
    const envelope = { ...way.mail, messageId: messageIdOf(event, stack) };
    return handTo(way.mail.command, mailOf(document, envelope), { env, refuses: anyStatus });
  }
  const text = way.format === "markdown" ? documentMarkdown(document) : `${announcementLines(document).join("\n")}\n`;
  const about = {
    CLOUD_IMAGES_EVENT: idsOf(event).join(", "),
    CLOUD_IMAGES_SUBJECT: document.title,
    CLOUD_IMAGES_STACK: stack,
  };
  return handTo(way.command, text, { env: { ...env, ...about }, refuses: namedStatus });
}

/**
 * A mail's id. A list drops a mail whose id it has seen, so the same event has the same id. A withdrawal that has more images by now
 * is another event.
 */
export function messageIdOf(event: Event, stack: string): string {
  const [first = "", ...others] = idsOf(event);
  const all = others.length === 0 ? [] : [createHash("sha256").update(others.join("\n")).digest("hex").slice(0, 16)];
  return `${[first, ...all, stack].join(".").replaceAll(/[^\w.-]+/g, ".")}@cloud-images`;
}
