import { suiteDefinition } from "../../model/definitions/suites.ts";
import { shownOn, type Catalogue, type CataloguedImage } from "../catalogue.ts";
import { html, joined, type Html, type Part } from "../html.ts";
import { frontPage, type Link, type Page } from "../page.ts";
import { facts, paragraph, section, table } from "../parts.ts";
import type { FinderSettings } from "../settings.ts";
import { anchorOf, channelPath, channelTitle, day, imagePath, stateWords, versionLink } from "../words.ts";
import { downloads } from "../disks.ts";
import { timelinePart } from "../charts/timeline.ts";
import { trendsPart } from "../charts/trends.ts";
import { versionsPart } from "./archive.ts";
import { placesPart } from "./places.ts";
import { resultsPath } from "./results.ts";

/** The page of a suite's releases, or of its dailies. */
export function channelPage(catalogue: Catalogue, settings: FinderSettings): Page {
  const { suite, channel, directory, updated } = catalogue;
  const newest = [...catalogue.newest.values()];
  return {
    path: channelPath(catalogue),
    title: channelTitle(suite, channel),
    about: `The cloud images of ${channelTitle(suite, channel)}: the newest of each kind, the ones before, and where they are.`,
    crumbs: [],
    twins: [
      { type: "application/json", path: `${directory}/index.json`, title: "All images, for programs" },
      { type: "application/atom+xml", path: `${directory}/feed.atom`, title: "What is published and withdrawn" },
    ],
    updated,
    main: (to) =>
      html`${lead(catalogue, newest, to, settings)}${imagesPart(catalogue, newest, to, settings)}${placesPart(catalogue, settings, to)}${timelinePart(catalogue, settings.keeping)}${trendsPart(catalogue)}${versionsPart(catalogue, settings, to)}${programsPart(catalogue, to)}`,
  };
}

function lead(catalogue: Catalogue, newest: readonly CataloguedImage[], to: Link, { keeping }: FinderSettings): Html {
  const { suite, channel, hold, sets } = catalogue;
  const set = sets.find(({ version }) => version === newest[0]?.version);
  const { endOfLts, endOfSecurity } = suiteDefinition(suite);
  return html`${
    channel === "daily"
      ? html`<p class="note">
          Daily builds are for trying out what comes next. Each is removed ${keeping.dailiesGoAfter} days after it was
          published: do not pin one. For what is to last, <a href="${to(frontPage)}">take a release</a>.
        </p> `
      : undefined
  }${set === undefined ? paragraph("No image is public now.") : undefined}${facts([
    ...(set === undefined
      ? []
      : [["Newest", html`${versionLink(to, catalogue, set.version)}, published ${day(shownOn(set))}`] as const]),
    ...(endOfSecurity === null ? [] : [["Security support", html`until ${day(endOfSecurity)}`] as const]),
    ...(endOfLts === null ? [] : [["Long-term support", html`until ${day(endOfLts)}`] as const]),
    ...(hold === undefined ? [] : [["On hold", hold] as const]),
  ])}`;
}

function imagesPart(
  catalogue: Catalogue,
  newest: readonly CataloguedImage[],
  to: Link,
  settings: FinderSettings,
): Part {
  if (newest.length === 0) return undefined;
  const rows = newest.map((image) => ({
    id: anchorOf(image),
    cells: [
      html`<a href="${to(imagePath({ directory: `${catalogue.directory}/${image.version}` }, image))}"
        >${image.vendor} ${image.arch}</a
      >`,
      versionLink(to, catalogue, image.version),
      stateWords(image, { setPage: (version) => versionLink(to, catalogue, version), keeping: settings.keeping }),
      joined(downloads(image, to), " · "),
    ],
  }));
  const columns = [
    { title: "Image" },
    { title: "Version", is: "short" },
    { title: "State" },
    { title: "Download" },
  ] as const;
  return section(
    "images",
    "Images",
    table("The newest image of each kind", columns, rows),
    catalogue.results.length === 0
      ? undefined
      : html`<p>
          <a href="${to(resultsPath(catalogue))}">How they booted, and what broke since the image before</a>
        </p> `,
  );
}

const programsPart = (catalogue: Catalogue, to: Link): Html =>
  section(
    "programs",
    "For programs",
    html`<ul>
      <li>
        <a href="${to(`${catalogue.directory}/index.json`)}">index.json</a>: every image with its phase, days, digests
        and ids
      </li>
      <li>
        <a href="${to(`${catalogue.directory}/feed.atom`)}">feed.atom</a>: an entry for each set, and for each
        withdrawal
      </li>
      <li>
        <a href="${to("streams/v1/index.json")}">streams/v1/index.json</a>: simplestreams, for LXD, Incus and others
      </li>
      <li><a href="${to(catalogue.directory)}/latest/">latest/</a>: the newest images, under names that stay</li>
      ${catalogue.results.length === 0 ? undefined : html`<li><a href="${to(`${catalogue.directory}/tests.json`)}">tests.json</a>: the boot tests of each image, and what broke since the one before</li>`}
    </ul> `,
  );
