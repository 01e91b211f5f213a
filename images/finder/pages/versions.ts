import { shownOn, type Catalogue, type CataloguedSet } from "../catalogue.ts";
import { html, joined, type Part } from "../html.ts";
import type { Link } from "../page.ts";
import { day, mark, setPath, stateWords, versionLink, type Keeping } from "../words.ts";

export const versionColumns = [
  { title: "Version", is: "short" },
  { title: "Published", is: "short" },
  { title: "State" },
] as const;

/** A set as a row: images with the same state share one sentence. */
export function setRow(catalogue: Catalogue, set: CataloguedSet, keeping: Keeping, to: Link): { cells: Part[] } {
  const groups = [
    ...Map.groupBy(set.images, ({ state: { phase, replacement } }) => `${phase} ${replacement ?? ""}`).values(),
  ];
  const states = groups.map((images) => {
    const [first] = images;
    if (first === undefined) return undefined;
    const words = stateWords(first, { setPage: (version) => versionLink(to, catalogue, version), keeping });
    const which =
      groups.length === 1 ? undefined : html`${images.map(({ vendor, arch }) => `${vendor} ${arch}`).join(", ")}: `;
    return html`${mark(first.state.phase)} ${which}${words}`;
  });
  return {
    cells: [html`<a href="${to(setPath(set))}">${set.version}</a>`, day(shownOn(set)), joined(states, html`<br />`)],
  };
}
