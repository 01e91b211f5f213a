import type { Document } from "../report/document/types.ts";
import { documentText } from "../report/formats/text.ts";

/** Of a list or a table: a month has more versions than a terminal's text shows, and a mail is read in a window that scrolls. */
const mostRows = 500;

/** An announcement as plain text. */
export const announcementLines = (document: Document): string[] => documentText(document, mostRows);
