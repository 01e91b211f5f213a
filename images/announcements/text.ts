import type { Document } from "../report/document/types.ts";
import { documentText } from "../report/formats/text.ts";

/** The most rows of a list or a table. A month has more versions than a terminal shows, and a mail's window scrolls. */
const mostRows = 500;

/** An announcement as plain text. */
export const announcementLines = (document: Document): string[] => documentText(document, mostRows);
