import type { Channel } from "../../model/definitions/channels.ts";
import { buildsOf, suiteDefinition, type Suite } from "../../model/definitions/suites.ts";
import { isDebianVendor, vendors, type Described } from "../../model/definitions/vendors.ts";
import { escapeHtml } from "../../model/text/escape.ts";
import { channelDirectory } from "../../model/image.ts";
import type { Version } from "../../model/version.ts";

/** The directory that a page is for. */
export type PageOf =
  | { kind: "root"; suites: readonly LatestOfSuite[] }
  | { kind: "channel"; suite: Suite; channel: Channel }
  | { kind: "latest"; suite: Suite; channel: Channel }
  | { kind: "set"; suite: Suite; channel: Channel; version: Version };

interface LatestOfSuite {
  suite: Suite;
  /** The channels that have a `latest/`. */
  latest: readonly Channel[];
}

interface PageDetails {
  /** Days after its showing until a daily is removed from the tree. */
  dailiesGoAfter: number;
  /** Further sentences for visitors ("superseded by 20260718-2543"). */
  notes?: readonly Note[];
  /** What the directory's images are for, by vendor. Without it, all vendors that the suite is built for are named. */
  about?: ReadonlyMap<string, string>;
}

/** The first line of our pages; a page without it was written by somebody else. */
export const headerStart = '<div class="cloud-images">';

export interface Note {
  text: string;
  /** A link relative to the directory. */
  link?: { path: string; text: string };
}

/**
 * The `HEADER.html` that Apache's autoindex puts above a directory's listing: a fragment of HTML, well-formed as XML is, since
 * the server writes the document around it.
 */
export function headerPage(page: PageOf, { dailiesGoAfter, notes = [], about }: PageDetails): string {
  const parts = [
    element("h1", title(page)),
    ...notes.map(noteText),
    ...describe(page, { dailiesGoAfter, about, isNew: notes.length === 0 }),
  ];
  return `${headerStart}\n${parts.join("\n")}\n</div>\n`;
}

const noteText = ({ text, link: to }: Note): string =>
  `<p class="note"><strong>${escapeHtml(text)}</strong>${to === undefined ? "" : ` ${link(to.path, to.text)}`}</p>`;

const element = (tag: "h1" | "p" | "dt" | "dd", text: string): string => `<${tag}>${escapeHtml(text)}</${tag}>`;

const link = (path: string, text: string): string => `<a href="${escapeHtml(path)}">${escapeHtml(text)}</a>`;

const channelTitle = (suite: Suite, channel: Channel): string =>
  channel === "daily"
    ? `Debian ${suiteDefinition(suite).id} (${suite}) daily cloud images`
    : `Debian ${suiteDefinition(suite).id} (${suite}) cloud images`;

function title(page: PageOf): string {
  switch (page.kind) {
    case "root":
      return "Debian cloud images";
    case "channel":
      return channelTitle(page.suite, page.channel);
    case "latest":
      return `${channelTitle(page.suite, page.channel)}, latest`;
    case "set":
      return `${channelTitle(page.suite, page.channel)}, ${page.version}`;
  }
}

interface Details {
  dailiesGoAfter: number;
  about: ReadonlyMap<string, string> | undefined;
  /** Whether the page has no notes. Then a set may be new, and its page in the finder not written yet. */
  isNew: boolean;
}

function describe(page: PageOf, { dailiesGoAfter, about, isNew }: Details): string[] {
  if (page.kind === "root") return describeRoot(page.suites, dailiesGoAfter);
  return [
    ...describeDirectory(page.kind),
    ...(page.channel === "daily" ? [element("p", ephemeral(dailiesGoAfter))] : []),
    ...vendorList(about ?? builtFor(page.suite)),
    `<p>${link(finderPath(page, isNew), "The finder")} says which image to take, what changed, and what comes next.</p>`,
    "<p><code>SHA512SUMS</code> beside the images has their checksums.</p>",
  ];
}

/** The finder's page of a directory, as that directory sees it. A new set's own page comes at the end of the run that shows it. */
function finderPath(page: Exclude<PageOf, { kind: "root" }>, isNew: boolean): string {
  const directory = channelDirectory(page);
  const depth = directory.split("/").length + (page.kind === "channel" ? 0 : 1);
  const version = page.kind === "set" && !isNew ? `${page.version}/` : "";
  return `${"../".repeat(depth)}finder/${directory}/${version}index.html`;
}

function describeRoot(suites: readonly LatestOfSuite[], dailiesGoAfter: number): string[] {
  return [
    element(
      "p",
      "Images of Debian for clouds and virtual machines, made by Debian's cloud team. A suite's own directory has the tested releases.",
    ),
    `<p><strong>${link("finder/index.html", "Which image do I take?")}</strong></p>`,
    `<ul>\n${suites.map(suiteItem).join("\n")}\n</ul>`,
    element("p", ephemeral(dailiesGoAfter)),
  ];
}

function suiteItem({ suite, latest }: LatestOfSuite): string {
  const links = latest.map((channel) =>
    link(`${channelDirectory({ suite, channel })}/latest/`, channel === "daily" ? "latest daily" : "latest"),
  );
  return `<li>${link(`${suite}/`, suite)}${links.length === 0 ? "" : ": "}${links.join(", ")}</li>`;
}

function describeDirectory(kind: "channel" | "latest" | "set"): string[] {
  switch (kind) {
    case "channel":
      return [`<p>${link("latest/", "latest")} always has the newest image of each kind, under a name that stays.</p>`];
    case "latest":
      return [
        element(
          "p",
          "The newest image of each kind. These names stay; what they lead to moves on with each publication.",
        ),
      ];
    case "set":
      return [
        "<p>Beside each image, <code>.sources</code> names its source packages with their versions, and <code>.log</code>, where there is one, is what its build wrote.</p>",
      ];
  }
}

const ephemeral = (days: number): string =>
  `Daily images are for trying things out. They are not kept: each is removed ${days} days after it was published. Do not build on a dated daily.`;

function vendorList(about: ReadonlyMap<string, string>): string[] {
  const items = [...about].flatMap(([vendor, text]) => [element("dt", vendor), element("dd", text)]);
  return items.length === 0 ? [] : [`<dl>\n${items.join("\n")}\n</dl>`];
}

/** What these images are for, by vendor. */
export const aboutOf = (images: readonly Described[]): ReadonlyMap<string, string> =>
  new Map(
    images.flatMap(({ vendor, ownVendor }) => {
      const text = isDebianVendor(vendor) ? vendors[vendor].about : ownVendor?.about;
      return text === undefined ? [] : [[vendor, text] as const];
    }),
  );

const builtFor = (suite: Suite): ReadonlyMap<string, string> =>
  new Map(
    buildsOf(suite)
      .map(({ vendor }) => vendor)
      .filter(isDebianVendor)
      .map((vendor) => [vendor, vendors[vendor].about]),
  );
