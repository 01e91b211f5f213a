import { hasFiles, isPublic, type Catalogue, type CataloguedImage, type CataloguedSet } from "../catalogue.ts";
import { cloudOf, placeName } from "../clouds.ts";
import { html, type Html, type Part } from "../html.ts";
import type { Link, Page } from "../page.ts";
import { command, facts, section, table } from "../parts.ts";
import type { FinderSettings } from "../settings.ts";
import {
  anchorOf,
  channelPath,
  channelTitle,
  day,
  imagePath,
  mark,
  setPath,
  sizeText,
  standingWords,
  versionLink,
} from "../words.ts";
import { verdictWords } from "../../rebuilds/rebuilt.ts";
import { disksOf, type Download } from "../disks.ts";
import { changesPath } from "../changes/record.ts";
import { changesPart } from "./changes.ts";
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

    main: (to) =>
      html`${lead(catalogue, image, to, settings)}${downloadPart(set, disksOf(image), settings, to)}${cloudsPart(image, settings)}${testsPart(image, set, to)}${changesPart(catalogue.changes.get(set.version), to, { member: image.member, whole: changesPath(set), version: (version) => versionLink(to, catalogue, version) })}${originPart(catalogue, image, set, to)}`,
  };
}

function lead(catalogue: Catalogue, image: CataloguedImage, to: Link, { keeping }: FinderSettings): Html {
  const words = standingWords(image, { setPage: (version) => versionLink(to, catalogue, version), keeping });
  const anchor = catalogue.newest.has(image.member) ? `#${anchorOf(image)}` : "";
  const newest = html` Take
    <a href="${to(channelPath(catalogue))}${anchor}">the newest ${image.vendor} for ${image.arch}</a>.`;
  const daily = image.channel === "daily" && isPublic(image) ? html` A daily build: do not pin it.` : undefined;
  return html`<p class="state">
    ${mark(image.standing.phase)} ${words}${image.standing.phase === "current" ? undefined : newest}${daily}
  </p> `;
}

function downloadPart(set: CataloguedSet, disks: readonly Download[], { url, signed }: FinderSettings, to: Link): Part {
  if (disks.length === 0) return undefined;
  const rows = disks.map(({ name, path, size, sha512 }) => ({
    cells: [html`<a href="${to(path)}">${name}</a>`, sizeText(size), html`<code class="id">${sha512}</code>`],
  }));
  const columns = [{ title: "File" }, { title: "Size", is: "number" }, { title: "SHA-512" }] as const;
  return section(
    "download",
    "Download",
    disks.slice(0, 1).map(({ name }) => command("Download and verify", fetchLines(set, name, url, signed))),
    table("The disk in each format", columns, rows),
  );
}

function fetchLines({ directory }: CataloguedSet, name: string, url: string | null, signed: boolean): string {
  const verify = [
    ...(signed ? ["gpgv --keyring ./debian-cloud.gpg SHA512SUMS.sign SHA512SUMS"] : []),
    "sha512sum --ignore-missing --check SHA512SUMS",
  ];
  if (url === null) return verify.join("\n");
  const files = [name, "SHA512SUMS", ...(signed ? ["SHA512SUMS.sign"] : [])].map(
    (file) => `${url}/${directory}/${file}`,
  );
  return [...files.map((file) => `curl --location --remote-name ${file}`), ...verify].join("\n");
}

function cloudsPart(image: CataloguedImage, { clouds }: FinderSettings): Part {
  if (image.places.length === 0) return undefined;
  const rows = image.places.map(({ target, refs, standing }) => ({
    cells: [
      placeName(clouds, target),
      html`<code class="id">${refs[0]}</code>`,
      mark(standing.phase),
      day(standing.days.shown),
    ],
  }));
  const columns = [
    { title: "Where" },
    { title: "Id" },
    { title: "State there", is: "short" },
    { title: "Since", is: "short" },
  ] as const;
  const commands = [...Map.groupBy(image.places, ({ target }) => cloudOf(clouds, target)).entries()].flatMap(
    ([cloud, [first]]) =>
      cloud === undefined || first === undefined
        ? []
        : cloud.commands(image, first).map(({ about, line }) => command(`${cloud.title}: ${about}`, line)),
  );
  return section("clouds", "In clouds", table("Where this image is", columns, rows), commands);
}

/** What it was made of, and by whom. */
function originPart({ rebuilds }: Catalogue, image: CataloguedImage, set: CataloguedSet, to: Link): Part {
  const { record, name } = image;
  if (record === undefined) return undefined;
  const { job, commit, command: built } = record.build;
  const again = rebuilds.get(name);
  const has = (ending: string): boolean => record.files.some((file) => file.name === `${name}${ending}`);
  const files = [
    [".json", "manifest"],
    [".spdx.json", "SPDX"],
    [".cdx.json", "CycloneDX"],
  ] as const;
  const links = files.filter(([ending]) => hasFiles(image) && has(ending));
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
      ...(again === undefined ? [] : [["Built again", [day(again.day), ": ", verdictWords(again)]] as const]),
      ...(links.length === 0
        ? []
        : [
            [
              "Packages",
              links.map(([ending, title]) => html`<a href="${to(`${set.directory}/${name}${ending}`)}">${title}</a> `),
            ] as const,
          ]),
    ]),
  );
}
