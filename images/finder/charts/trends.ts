import { compareVersions } from "../../model/version.ts";
import type { Catalogue } from "../catalogue.ts";
import type { ImageFacts } from "../changes/record.ts";
import { html, type Html, type Part } from "../html.ts";
import { section } from "../parts.ts";
import { sizeText } from "../words.ts";

/** Charts of an image's size, packages and boot time, set by set. Each set's changes.json stays for good, so removed sets count too. */

export const mostPoints = 120;
const [width, height, bottom] = [280, 92, 18];

const series = [
  { id: "size", title: "Download size", value: ({ bytes }: ImageFacts) => bytes, text: sizeText },
  { id: "packages", title: "Packages", value: ({ packages }: ImageFacts) => packages, text: String },
  {
    id: "boot",
    title: "Boot test",
    value: ({ bootSeconds }: ImageFacts) => bootSeconds,
    text: (seconds: number) => `${seconds.toFixed(0)} s`,
  },
] as const;

interface Point {
  version: string;
  value: number;
}

export function trendsPart({ summaries, newest }: Catalogue): Part {
  const member = newest.has("genericcloud/amd64") ? "genericcloud/amd64" : [...newest.keys()][0];
  const known = [...summaries].toSorted(([a], [b]) => compareVersions(a, b)).slice(-mostPoints);
  const charts = series.flatMap(({ id, title, value, text }) => {
    const points = known.flatMap(([version, { images }]): Point[] => {
      const facts = images.find((image) => image.member === member);
      const found = facts === undefined ? null : value(facts);
      return found === null ? [] : [{ version, value: found }];
    });
    return points.length < 3 ? [] : [chart(points, { id, title, text })];
  });
  if (member === undefined || charts.length === 0) return undefined;
  return section("trends", html`Over time: ${member.replace("/", " ")}`, html`<div class="trends">${charts}</div>`);
}

function chart(
  points: readonly Point[],
  { id, title, text }: { id: string; title: string; text: (value: number) => string },
): Html {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [points[0], points.at(-1)];
  const x = (at: number): number => 4 + (at / (points.length - 1)) * (width - 8);
  const y = (value: number): number =>
    6 + (1 - (value - least) / Math.max(1e-9, most - least)) * (height - bottom - 12);
  const path = points.map(({ value }, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const words = `${title}: ${text(first?.value ?? 0)} in ${first?.version ?? ""}, ${text(last?.value ?? 0)} in ${last?.version ?? ""}; between ${text(least)} and ${text(most)}`;
  return html`<figure class="chart">
    <figcaption>${title}: <b>${text(last?.value ?? 0)}</b></figcaption>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="trend-${id}">
      <title id="trend-${id}">${words}</title>
      <polyline points="${path}" />
      <circle cx="${x(points.length - 1).toFixed(1)}" cy="${y(last?.value ?? 0).toFixed(1)}" r="3.5" />
      <text x="0" y="${height - 4}">${text(least)} to ${text(most)}</text>
    </svg>
  </figure>`;
}
