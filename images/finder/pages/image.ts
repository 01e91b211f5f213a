import { changedOn, hasFiles, type Catalogue, type CataloguedImage, type CataloguedSet } from "../catalogue.ts";
import { cloudOf, placeName } from "../clouds.ts";
import { html, joined, type Html, type Part } from "../html.ts";
import type { Link, Page } from "../page.ts";
import { command, facts, section, table } from "../parts.ts";
import type { FinderSettings } from "../settings.ts";
import {
  anchorOf,
  channelPath,
  channelTitle,
  dailyAdvice,
  day,
  imagePath,
  mark,
  setPath,
  sizeText,
  stateWords,
  versionLink,
} from "../words.ts";
import type { Listing } from "../../marketplace/listings.ts";
import { disksOf, keysNote, verifyLines, type Download } from "../disks.ts";
import { changesPath } from "../changes/record.ts";
import { builtAgain } from "./built-again.ts";
import { changesPart } from "./changes.ts";
import { samePlaces } from "./places.ts";
import { startPart } from "./start.ts";
import { testsPart } from "./tests.ts";

/** The page of one image. It stays when the image is gone. */
export function imagePage(
  catalogue: Catalogue,
  set: CataloguedSet,
  image: CataloguedImage,
  settings: FinderSettings,
): Page {
  const { suite, channel } = catalogue;
  return {
    path: imagePath(set, image),
    title: image.name,
    about: `${channelTitle(suite, channel)}, ${image.vendor} for ${image.arch}, version ${image.version}: state, download, checksums, tests.`,
    crumbs: [
      { title: channelTitle(suite, channel), path: channelPath(catalogue) },
      { title: image.version, path: setPath(set) },
    ],
    twins: hasFiles(image)
      ? [{ type: "application/json", path: `${set.directory}/${image.name}.json`, title: "Its manifest, for programs" }]
      : [],
    changed: changedOn([image]),
    main: (to) =>
      html`${lead(catalogue, image, to, settings)}${sources(catalogue, set, image, settings, to)}${startPart(image)}${testsPart(image, set, to)}${changesPart(catalogue.changes.get(set.version), to, { member: image.member, whole: changesPath(set), version: (version) => versionLink(to, catalogue, version) })}${originPart(catalogue, image, set, to)}`,
  };
}

function lead(catalogue: Catalogue, image: CataloguedImage, to: Link, { keeping }: FinderSettings): Html {
  const words = stateWords(image, { setPage: (version) => versionLink(to, catalogue, version), keeping });
  const anchor = catalogue.newest.has(image.member) ? `#${anchorOf(image)}` : "";
  const newest = html` Take
    <a href="${to(channelPath(catalogue))}${anchor}">the newest ${image.vendor} for ${image.arch}</a>.`;
  return html`<p class="state">
    ${mark(image.state.phase)} ${words}${image.state.phase === "current" ? undefined : newest}${dailyAdvice(image, to)}
  </p> `;
}

/** Where to get it. An image that is made for one cloud is found there; its file is for those who bring it elsewhere. */
function sources(
  catalogue: Catalogue,
  set: CataloguedSet,
  image: CataloguedImage,
  settings: FinderSettings,
  to: Link,
): Part {
  const disks = disksOf(image);
  const parts = [
    downloadPart(set, disks, settings, to),
    cloudsPart(image, catalogue.listings.get(image.name) ?? [], settings),
  ];
  return disks.some(({ name }) => name.endsWith(".qcow2")) ? parts : parts.toReversed();
}

function downloadPart(set: CataloguedSet, disks: readonly Download[], settings: FinderSettings, to: Link): Part {
  if (disks.length === 0) return undefined;
  const rows = disks.map(({ name, path, size, sha512 }) => ({
    cells: [html`<a href="${to(path)}">${name}</a>`, sizeText(size), html`<code class="id">${sha512}</code>`],
  }));
  const columns = [{ title: "File" }, { title: "Size", is: "number" }, { title: "SHA-512" }] as const;
  return section(
    "download",
    "Download",
    disks.slice(0, 1).map(({ name }) => command("Download and verify", verifyLines(set.directory, [name], settings))),
    keysNote(set, settings, to),
    table("The disk in each format", columns, rows),
  );
}

function cloudsPart(image: CataloguedImage, listings: readonly Listing[], { clouds }: FinderSettings): Part {
  const listed = hasFiles(image) ? listings.flatMap((listing) => listedIn(clouds, image, listing)) : [];
  if (image.places.length === 0 && listed.length === 0) return undefined;
  const byTarget = new Map(image.places.map((place) => [place.target, place]));
  const rows = samePlaces([...byTarget.keys()], (target) => byTarget.get(target)).map((targets) => {
    const { refs, state } = byTarget.get(targets[0]) ?? { refs: [], state: image.state };
    const where = targets.map((target) => placeName(clouds, target)).join(", ");
    return { cells: [where, html`<code class="id">${refs[0]}</code>`, mark(state.phase), day(state.days.shown)] };
  });
  const columns = [
    { title: "Where" },
    { title: "Id" },
    { title: "State there", is: "short" },
    { title: "Since", is: "short" },
  ] as const;
  const commands = [...Map.groupBy(image.places, ({ target }) => cloudOf(clouds, target)).entries()].flatMap(
    ([cloud, places]) => {
      const example = places.find(({ target }) => target === cloud?.example) ?? places[0];
      if (cloud === undefined || example === undefined) return [];
      return cloud.commands(image, example).map(({ about, line }) => command(`${cloud.title}: ${about}`, line));
    },
  );
  return section(
    "clouds",
    "In clouds",
    table("Where this image is", columns, [...rows, ...listed.map(({ row }) => row)]),
    [...commands, ...listed.flatMap((each) => each.commands)],
  );
}

/** A marketplace keeps what it has: its copy has no state of ours. */
function listedIn(clouds: FinderSettings["clouds"], image: CataloguedImage, { cloud, name, day: since }: Listing) {
  const found = clouds.find((each) => each.cloud === cloud)?.marketplace;
  if (found === undefined) return [];
  const { title } = found;
  const row = { cells: [title, html`<code class="id">${name}</code>`, undefined, day(since)] };
  return [{ row, commands: found.commands(image, name).map(({ about, line }) => command(`${title}: ${about}`, line)) }];
}

/** Its digest, its build, and the lists of its packages. */
function originPart(catalogue: Catalogue, image: CataloguedImage, set: CataloguedSet, to: Link): Part {
  const { rebuilds } = catalogue;
  const { record, name } = image;
  if (record === undefined) return undefined;
  const { job, commit, command: built, noLog } = record.build;
  const linkTo = (ending: string, words: string): Html[] => {
    const file = hasFiles(image) ? record.files.find((each) => each.name === `${name}${ending}`) : undefined;
    return file === undefined
      ? []
      : [html`<a href="${to(`${set.directory}/${file.name}`)}">${words}</a> ${sizeText(file.size)}`];
  };
  const packages = [
    ...linkTo(".json", "manifest"),
    ...linkTo(".spdx.json", "SPDX"),
    ...linkTo(".cdx.json", "CycloneDX"),
  ];
  const [log] = linkTo(".log", "what it wrote");
  return section(
    "origin",
    "Where it comes from",
    facts([
      ["Content", html`<code class="id">sha512:${record.digest}</code>`],
      ...(job === null
        ? []
        : [["Build job", /^https:\/\//.test(job) ? html`<a href="${job}">${job}</a>` : job] as const]),
      ...(commit === null ? [] : [["Source commit", html`<code class="id">${commit}</code>`] as const]),
      ...(built === null ? [] : [["Built by", html`<code class="id">${built}</code>`] as const]),
      ...(hasFiles(image) ? [["Build log", log ?? noLog ?? "not kept"] as const] : []),
      ...builtAgain(rebuilds.get(name), catalogue, to),
      ...(packages.length === 0 ? [] : [["Packages", joined(packages, ", ")] as const]),
    ]),
  );
}
