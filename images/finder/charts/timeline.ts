import { addDays, daysBetween, earlierDay, laterDay, type Day } from "../../model/day.ts";
import { dayText, type Catalogue, type CataloguedSet, type Standing } from "../catalogue.ts";
import { html, type Html, type Part } from "../html.ts";
import { section } from "../parts.ts";
import { keepingOf, type Keeping } from "../words.ts";

/** A picture of the newest versions: which was current when, and what is due when. The table of versions says the same in words. */

const mostRows = 14;
const [width, labelWidth, endWidth, rowHeight, axisHeight] = [880, 124, 134, 25, 30];

type Span = "current" | "superseded" | "hidden";

interface Bar {
  span: Span;
  from: Day;
  /** Up to this day; a later one than today is due. */
  to: Day;
}

interface Line {
  version: string;
  bars: Bar[];
  /** What happens last, for its label. */
  end: string | undefined;
}

export function timelinePart(catalogue: Catalogue, keeping: Keeping): Part {
  const today = catalogue.updated;
  const lines = catalogue.sets.slice(0, mostRows).flatMap((set) => lineOf(set, today, keeping) ?? []);
  if (lines.length < 2) return undefined;
  const bars = lines.flatMap((line) => line.bars);
  const first = bars.map(({ from }) => from).reduce(earlierDay);
  const due = bars.map(({ to }) => to).reduce(laterDay, addDays(today, 1));
  // what is due far away would leave no room for what was
  const last = earlierDay(due, addDays(today, Math.max(7, Math.ceil(daysBetween(first, today) / 2))));
  const scale = (day: Day): number =>
    labelWidth +
    (daysBetween(first, earlierDay(day, last)) / Math.max(1, daysBetween(first, last))) *
      (width - labelWidth - endWidth);
  const height = lines.length * rowHeight + axisHeight;
  return section(
    "timeline",
    "Timeline",
    html`<div class="chart" tabindex="0" role="region" aria-label="Timeline of versions">
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="timeline-title">
        <title id="timeline-title">${titleOf(lines)}</title>
        ${lines.map((line, at) => lineSvg(line, at * rowHeight, { today, scale }))}
        <g class="axis">
          ${[first, today, last].filter((day, at, all) => all.indexOf(day) === at).map((day) => tick(day, { x: scale(day), height, isToday: day === today }))}
        </g>
      </svg>
      <p class="keys">
        <span class="key current"></span> newest <span class="key superseded"></span> superseded
        <span class="key hidden"></span> no longer listed; outlined: due
      </p>
    </div>`,
  );
}

const titleOf = (lines: readonly Line[]): string =>
  lines
    .map(
      ({ version, bars: [bar], end }) => `${version}: from ${dayText(bar?.from)}${end === undefined ? "" : `, ${end}`}`,
    )
    .join("; ");

/** Of the image that has been there longest; a set whose images are all gone has only its last day. */
function lineOf({ version, channel, images }: CataloguedSet, today: Day, keeping: Keeping): Line | undefined {
  const [standing] = images
    .map((image) => image.standing)
    .toSorted((a, b) => (a.days.shown ?? Infinity) - (b.days.shown ?? Infinity));
  if (standing?.days.shown === undefined) return undefined;
  const { hides, goes } = keepingOf({ standing, channel }, keeping);
  const { shown, superseded } = standing.days;
  const over = endOf(standing);
  const hidden = standing.days.hidden ?? hides;
  const gone = over ?? goes;
  const bars: Bar[] = [{ span: "current", from: shown, to: superseded ?? over ?? today }];
  if (superseded !== undefined) bars.push({ span: "superseded", from: superseded, to: hidden ?? gone ?? today });
  if (superseded !== undefined && hidden !== undefined && (gone ?? today) > hidden)
    bars.push({ span: "hidden", from: hidden, to: gone ?? today });
  return { version, bars: bars.filter(({ from, to }) => to >= from), end: endWords(standing, gone) };
}

const endOf = ({ days: { withdrawn, lost, gone } }: Standing): Day | undefined => withdrawn ?? lost ?? gone;

function endWords({ phase }: Standing, gone: Day | undefined): string | undefined {
  if (phase === "withdrawn") return `withdrawn ${dayText(gone)}`;
  if (gone === undefined) return undefined;
  return phase === "gone" || phase === "lost" ? `removed ${dayText(gone)}` : `goes ${dayText(gone)}`;
}

interface Axis {
  today: Day;
  scale: (day: Day) => number;
}

function lineSvg({ version, bars, end }: Line, y: number, { today, scale }: Axis): Html {
  const drawn = bars.flatMap(({ span, from, to }) => {
    if (scale(from) >= scale(to) && to > today) return [];
    const [past, due] = [to < today ? to : today, to];
    return [
      ...(from < today || from === to
        ? [rect(span, { from: scale(from), to: scale(past > from ? past : from), y })]
        : []),
      ...(due > today ? [rect(`${span} due`, { from: scale(from > today ? from : today), to: scale(due), y })] : []),
    ];
  });
  const last =
    end === undefined ? undefined : html`<text class="end" x="${width}" y="${y + 17}" text-anchor="end">${end}</text>`;
  return html`<g><text x="0" y="${y + 17}">${version}</text>${drawn}${last}</g>`;
}

const rect = (style: string, { from, to, y }: { from: number; to: number; y: number }): Html =>
  html`<rect
    class="${style}"
    x="${round(from)}"
    y="${y + 5}"
    width="${round(Math.max(3, to - from - 1))}"
    height="15"
    rx="3"
  />`;

const round = (value: number): string => value.toFixed(1);

function tick(day: Day, { x, height, isToday }: { x: number; height: number; isToday: boolean }): Html {
  const anchor = x > width - endWidth - 60 ? "end" : x < labelWidth + 60 ? "start" : "middle";
  const line = isToday
    ? html`<line x1="${round(x)}" x2="${round(x)}" y1="0" y2="${height - axisHeight + 4}" />`
    : undefined;
  return html`${line}<text x="${round(x)}" y="${height - 8}" text-anchor="${anchor}"
      >${dayText(day)}${isToday ? " (now)" : ""}</text
    >`;
}
