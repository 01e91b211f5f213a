import {
  changedOn,
  hasFiles,
  shownOn,
  type Catalogue,
  type CataloguedImage,
  type CataloguedSet,
} from "../catalogue.ts";
import { html, joined, type Html, type Part } from "../html.ts";
import type { Link, Page } from "../page.ts";
import { command, facts, list, section, table } from "../parts.ts";
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
  stateWords,
  versionLink,
} from "../words.ts";
import { changesPath } from "../changes/record.ts";
import { changesPart } from "./changes.ts";
import { downloads, keysNote, verifyLines } from "../disks.ts";

/** The page of a set. It stays when the set is gone. */
export function setPage(catalogue: Catalogue, set: CataloguedSet, settings: FinderSettings): Page {
  const { suite, channel } = catalogue;
  const title = `${channelTitle(suite, channel)}: ${set.version}`;
  return {
    path: setPath(set),
    title,
    about: `The cloud images of ${title}: their state, files, tests and packages.`,
    crumbs: [{ title: channelTitle(suite, channel), path: channelPath(catalogue) }],
    twins: [
      ...(set.images.some(hasFiles) ? [twin(`${set.directory}/set.json`, "The set's record, for programs")] : []),
      ...(catalogue.changes.has(set.version) ? [twin(changesPath(set), "What changed, for programs")] : []),
    ],
    changed: changedOn(set.images),
    main: (to) =>
      html`${lead({ catalogue, set, to, settings })}${imagesPart({ catalogue, set, to, settings })}${reasonPart(set)}${changesPart(catalogue.changes.get(set.version), to, { whole: changesPath(set), version: (version) => versionLink(to, catalogue, version) })}${filesPart(set, settings, to)}`,
  };
}

const twin = (path: string, title: string) => ({ type: "application/json", path, title });

interface PageContext {
  catalogue: Catalogue;
  set: CataloguedSet;
  to: Link;
  settings: FinderSettings;
}

const wordsOf = ({ catalogue, to, settings: { keeping } }: PageContext, image: CataloguedImage): Html =>
  stateWords(image, { setPage: (version) => versionLink(to, catalogue, version), keeping });

/** The state that all images of the set share. */
function sharedState(context: PageContext): Html | undefined {
  const [first, ...rest] = context.set.images;
  if (first === undefined) return undefined;
  const words = wordsOf(context, first);
  return rest.every((image) => wordsOf(context, image).text === words.text)
    ? html`${mark(first.state.phase)} ${words}`
    : undefined;
}

function lead(context: PageContext): Part {
  const { catalogue, set, to } = context;
  const [shown, state] = [shownOn(set), sharedState(context)];
  const isNewest = set.images.some(({ state }) => state.phase === "current");
  const newest = html`<a href="${to(channelPath(catalogue))}">${channelTitle(catalogue.suite, catalogue.channel)}</a>`;
  const advice = set.images.map((image) => dailyAdvice(image, to)).find((found) => found !== undefined);
  const words = [state, advice].filter((found) => found !== undefined);
  return html`${words.length === 0 ? undefined : html`<p class="state">${words}</p>`}${facts([
    ...(shown === undefined ? [] : [["Published", day(shown)] as const]),
    ...(isNewest ? [] : [["The newest", newest] as const]),
  ])}`;
}

function imagesPart(context: PageContext): Part {
  const { set, to } = context;
  const isShared = sharedState(context) !== undefined;
  const hasDownloads = set.images.some(hasFiles);
  const rows = set.images.map((image) => ({
    id: anchorOf(image),
    cells: [
      html`<a href="${to(imagePath(set, image))}">${image.vendor} ${image.arch}</a>`,
      ...(isShared ? [] : [html`${mark(image.state.phase)} ${wordsOf(context, image)}`]),
      ...(hasDownloads ? [joined(downloads(image, to), " · ")] : []),
    ],
  }));
  const columns = [
    { title: "Image" },
    ...(isShared ? [] : [{ title: "State" }]),
    ...(hasDownloads ? [{ title: "Download" }] : []),
  ] as const;
  return section("images", "Images", table("The images of this version", columns, rows));
}

/** Why a release was made. */
function reasonPart({ decision }: CataloguedSet): Part {
  if (decision === undefined) return undefined;
  const reasons = [...(decision.written === null ? [] : [decision.written]), ...decision.reasons];
  return reasons.length === 0 ? undefined : section("reason", "Why it was published", list(reasons));
}

function filesPart(set: CataloguedSet, settings: FinderSettings, to: Link): Part {
  const { directory, images } = set;
  if (!images.some(hasFiles)) return undefined;
  return section(
    "files",
    "Files",
    html`<p>
      <a href="${to(directory)}/">All files of this version</a>, among them
      <a href="${to(`${directory}/SHA512SUMS`)}">SHA512SUMS</a> and
      <a href="${to(`${directory}/set.json`)}">set.json</a>, for programs.
    </p> `,
    command("Verify a download, in its folder", verifyLines(directory, [], settings)),
    keysNote(set, settings, to),
  );
}
