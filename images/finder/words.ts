import { addDays, type Day } from "../model/day.ts";
import { removedOn } from "../plan/retention/hide.ts";
import type { Channel } from "../model/definitions/channels.ts";
import { suiteDefinition, type Suite } from "../model/definitions/suites.ts";
import { dayText, type CataloguedImage, type CataloguedSet, type ShownPhase } from "./catalogue.ts";
import { html, type Html } from "./html.ts";
import { frontPage, root, type Link } from "./page.ts";

/** The words of pages for phases, days, versions and sizes, and the paths of pages. */

export const channelTitle = (suite: Suite, channel: Channel): string =>
  `Debian ${suiteDefinition(suite).id}${suiteDefinition(suite).id === suite ? "" : ` “${suite}”`}${channel === "daily" ? ", daily builds" : ""}`;

const marks: Readonly<Record<ShownPhase, string>> = {
  current: "newest",
  superseded: "superseded",
  hidden: "unlisted",
  leaving: "leaving",
  withdrawn: "withdrawn",
  lost: "damaged",
  gone: "removed",
};

export const mark = (phase: ShownPhase): Html => html`<span class="mark ${phase}">${marks[phase]}</span>`;

/** How long a stack keeps dailies. */
export interface Keeping {
  /** Days after its showing until a daily is removed from the tree. */
  dailiesGoAfter: number;
  /** Days after its showing until lists leave it out. */
  dailiesHideAfter?: number | undefined;
}

type WithState = Pick<CataloguedImage, "state" | "channel">;

/** The earliest days on which a superseded daily is hidden and removed. Its stack may keep it for longer. */
export function earliestEnds(
  { state: { phase, days }, channel }: WithState,
  { dailiesGoAfter: deleteAfter, dailiesHideAfter: hideAfter }: Keeping,
): { hides?: Day | undefined; goes?: Day | undefined } {
  const isDue = channel === "daily" && (phase === "superseded" || phase === "hidden");
  if (!isDue || days.shown === undefined) return {};
  if (hideAfter === undefined) return { goes: addDays(days.shown, deleteAfter) };
  const hides = days.hidden === undefined ? addDays(days.shown, hideAfter) : undefined;
  const hidden = days.hidden ?? addDays(days.shown, hideAfter);
  return { hides, goes: removedOn({ shown: days.shown, hidden }, { hideAfter, deleteAfter }) };
}

/** One or two sentences. */
export function stateWords(
  image: WithState,
  { setPage, keeping }: { setPage: (version: string) => Html; keeping: Keeping },
): Html {
  const {
    state: { phase, reason, replacement, days },
  } = image;
  const { goes } = earliestEnds(image, keeping);
  const until = goes === undefined ? undefined : html` until ${day(goes)} at least`;
  const end = until && html`; its files stay${until}`;
  switch (phase) {
    case "current":
      return html`The newest, since ${day(days.shown)}.`;
    case "superseded":
      return replacement === undefined
        ? html`Superseded on ${day(days.superseded)}${end}.`
        : html`Superseded by ${setPage(replacement)} on ${day(days.superseded)}${end}.`;
    case "hidden":
      return html`No longer listed${since(days.hidden)}${end ?? "; its files stay at their address"}.`;
    case "leaving":
      return html`No longer listed: it is being taken away.`;
    case "withdrawn":
      return html`Withdrawn${on(days.withdrawn)}: ${reason}.`;
    case "lost":
      return html`Its files were damaged or lost${on(days.lost)}, so it is no longer offered.`;
    case "gone":
      return html`Removed${on(days.gone)}: ${reason}.`;
  }
}

/** What a public daily says beside its state; undefined for others. */
export const dailyAdvice = ({ channel, state: { phase } }: WithState, to: Link): Html | undefined =>
  channel === "daily" && (phase === "current" || phase === "superseded")
    ? html` A daily build: do not pin it, <a href="${to(frontPage)}">take a release</a>.`
    : undefined;

const since = (found: Day | undefined): Html | undefined =>
  found === undefined ? undefined : html` since ${day(found)}`;

const on = (found: Day | undefined): Html | undefined => (found === undefined ? undefined : html` on ${day(found)}`);

export const day = (found: Day | undefined): Html => html`<time>${dayText(found)}</time>`;

export const channelPath = ({ directory }: { directory: string }): string => `${root}/${directory}/index.html`;

export const setPath = ({ directory }: Pick<CataloguedSet, "directory">): string => `${root}/${directory}/index.html`;

export const imagePath = (
  { directory }: Pick<CataloguedSet, "directory">,
  { vendor, arch }: Pick<CataloguedImage, "vendor" | "arch">,
): string => `${root}/${directory}/${vendor}-${arch}.html`;

export const anchorOf = ({ vendor, arch }: Pick<CataloguedImage, "vendor" | "arch">): string => `${vendor}-${arch}`;

/** A version, as a link to its page. */
export const versionLink = (to: Link, { directory }: { directory: string }, version: string): Html =>
  html`<a href="${to(`${root}/${directory}/${version}/index.html`)}">${version}</a>`;

const units = ["B", "kB", "MB", "GB"] as const;

/** As `312 MB`, in powers of 1000. */
export function sizeText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value >= 100 || power === 0 ? value.toFixed(0) : value.toFixed(1)} ${units[power] ?? ""}`;
}
