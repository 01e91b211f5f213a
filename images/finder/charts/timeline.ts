import { addDays, daysBetween, earlierDay, laterDay, type Day } from "../../model/day.ts";
import { dayText, type Catalogue, type CataloguedSet, type ImageState } from "../catalogue.ts";
import { html, type Html, type Part } from "../html.ts";
import { section } from "../parts.ts";
import { earliestEnds, type Keeping } from "../words.ts";

/** A chart of the newest versions: when each was current, and what is due. The table of versions says the same in words. */

const mostRows = 14;
const [width, labelWidth, endWidth, rowHeight, axisHeight] = [880, 124, 134, 25, 30];

/** The width of a day's label with `(now)`. */
const dayWidth = 120;

type Span = "current" | "superseded" | "hidden";

interface Bar {
  span: Span;
  from: Day;
  /** The last day; the part after today is due. */
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
  // days far in the future would leave no room for the past
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
          ${[first, today, last].filter((day) => day === today || Math.abs(scale(day) - scale(today)) > dayWidth).map((day) => tick(day, { x: scale(day), height, isToday: day === today }))}
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

/** A set's line is that of its image that was shown first; undefined where no image has a day of showing. */
function lineOf({ version, channel, images }: CataloguedSet, today: Day, keeping: Keeping): Line | undefined {
  const [state] = images
    .map((image) => image.state)
    .toSorted((a, b) => (a.days.shown ?? Infinity) - (b.days.shown ?? Infinity));
  if (state?.days.shown === undefined) return undefined;
  const { hides, goes } = earliestEnds({ state, channel }, keeping);
  const { shown, superseded } = state.days;
  const over = endOf(state);
  const hidden = state.days.hidden ?? hides;
  const gone = over ?? goes;
  const bars: Bar[] = [{ span: "current", from: shown, to: superseded ?? over ?? today }];
  if (superseded !== undefined) bars.push({ span: "superseded", from: superseded, to: hidden ?? gone ?? today });
  if (superseded !== undefined && hidden !== undefined && (gone ?? today) > hidden)
    bars.push({ span: "hidden", from: hidden, to: gone ?? today });
  return { version, bars: bars.filter(({ from, to }) => to >= from), end: endWords(state, gone) };
}

const endOf = ({ days: { withdrawn, lost, gone } }: ImageState): Day | undefined => withdrawn ?? lost ?? gone;

function endWords({ phase }: ImageState, gone: Day | undefined): string | undefined {
  if (phase === "withdrawn") return `withdrawn ${dayText(gone)}`;
  if (gone === undefined) return undefined;
  return phase === "gone" || phase === "lost" ? `removed ${dayText(gone)}` : `until ${dayText(gone)}`;
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
