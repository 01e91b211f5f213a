import type { Document } from "../report/document/types.ts";
import { printable } from "../model/text/printable.ts";
import { announcementLines } from "./text.ts";

interface Envelope {
  from: string;
  to: string;
  /** By this id a mailing list recognizes a message that is sent again. */
  messageId: string;
}

/** A message as sendmail takes it, in ASCII headers and UTF-8 text. */
export function mailOf(document: Document, { from, to, messageId }: Envelope): string {
  return [
    `From: ${header(from)}`,
    `To: ${header(to)}`,
    `Subject: ${header(document.title)}`,
    `Message-ID: <${messageId}>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "Auto-Submitted: auto-generated",
    "",
    ...announcementLines(document),
    "",
  ].join("\n");
}

/** Keeps the text on one line, so that no part of it can become another header. */
const header = (text: string): string => printable(text).replace(/[^\x20-\x7e]/g, "?");
