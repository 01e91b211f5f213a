import { escapeHtml } from "../model/text/escape.ts";

/** An Atom feed (RFC 4287). Its links are relative, so that a mirror's feed leads to the mirror's files. */
interface AtomFeed {
  id: string;
  title: string;
  /** The feed's own address, relative to itself. */
  self: string;
  /** RFC 3339. Where an entry is newer, the feed has that one's. */
  updated: string;
  entries: readonly AtomEntry[];
}

export interface AtomEntry {
  /** Never changes. */
  id: string;
  title: string;
  updated: string;
  /** Relative to the feed. */
  link: string;
  categories: readonly string[];
  /** HTML, each part escaped by `paragraph`. */
  html: readonly string[];
}

/** A feed of a year of dailies would have megabytes, and readers look only at the newest entries. */
const mostEntries = 60;

export function atomFeed({ id, title, self, updated, entries }: AtomFeed): string {
  const newest = entries.toSorted((a, b) => compare(b.updated, a.updated) || compare(b.id, a.id)).slice(0, mostEntries);
  const last = newest[0]?.updated ?? updated;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <id>${escapeXml(id)}</id>`,
    `  <title>${escapeXml(title)}</title>`,
    `  <updated>${last > updated ? last : updated}</updated>`,
    "  <author><name>Debian Cloud Team</name></author>",
    `  <link rel="self" type="application/atom+xml" href="${escapeXml(self)}"/>`,
    ...newest.map(entryText),
    "</feed>",
    "",
  ].join("\n");
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const entryText = ({ id, title, updated, link, categories, html }: AtomEntry): string =>
  [
    "  <entry>",
    `    <id>${escapeXml(id)}</id>`,
    `    <title>${escapeXml(title)}</title>`,
    `    <updated>${updated}</updated>`,
    `    <link rel="alternate" href="${escapeXml(link)}"/>`,
    ...categories.map((category) => `    <category term="${escapeXml(category)}"/>`),
    `    <content type="html">${escapeXml(html.join("\n"))}</content>`,
    "  </entry>",
  ].join("\n");

/** An id of our own (RFC 4151), which stays when the tree moves to another host. */
export const tag = (path: string): string => `tag:cloud.debian.org,2026:${path}`;

/** Any text as a paragraph of HTML. */
export const paragraph = (text: string, href?: string): string =>
  href === undefined ? `<p>${escapeXml(text)}</p>` : `<p><a href="${escapeXml(href)}">${escapeXml(text)}</a></p>`;

/** HTML may hold U+FFFE and U+FFFF, XML may not. */
const escapeXml = (text: string): string => escapeHtml(text).replace(/[\ufffe\uffff]/g, "\ufffd");
