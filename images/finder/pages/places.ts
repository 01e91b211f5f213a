import { setDirectory } from "../../model/image.ts";
import { type Catalogue, type CataloguedImage, type Place } from "../catalogue.ts";
import { cloudOf, placeName } from "../clouds.ts";
import { html, type Part } from "../html.ts";
import type { Link } from "../page.ts";
import { section, table } from "../parts.ts";
import type { FinderSettings } from "../settings.ts";
import { imagePath, versionLink } from "../words.ts";

interface Found {
  image: CataloguedImage;
  place: Place;
  /** The image before it in the same place, where that is still public. */
  before?: Found;
}

/** The newest of each kind in each place. */
function currentPlaces({ sets }: Catalogue): Found[] {
  const found = new Map<string, Found>();
  for (const image of sets.flatMap(({ images }) => images))
    for (const place of image.places) {
      const key = `${place.target} ${image.member}`;
      const newer = found.get(key);
      if (newer !== undefined) newer.before ??= { image, place };
      else if (place.state.phase === "current") found.set(key, { image, place });
    }
  return [...found.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ image, place }: Found): string => `${image.member} ${place.target}`;

/** The image that each place in a cloud has. A place with an older version than the tree is marked as behind. */
export function placesPart(catalogue: Catalogue, { clouds }: FinderSettings, to: Link): Part {
  const { newest } = catalogue;
  const byCloud = Map.groupBy(
    currentPlaces(catalogue),
    ({ place }) => cloudOf(clouds, place.target)?.title ?? place.target,
  );
  if (byCloud.size === 0) return undefined;
  const tables = [...byCloud].map(([title, found]) => {
    const idName = cloudOf(clouds, found[0]?.place.target ?? "")?.idName ?? "Id";
    const columns = [
      { title: "Where" },
      { title: "Image" },
      { title: "Version there", is: "short" },
      { title: idName },
      { title: "The one before" },
    ] as const;
    const rows = found.map(({ image, place, before }) => {
      const isBehind = (newest.get(image.member)?.version ?? image.version) !== image.version;
      return {
        cells: [
          placeName(clouds, place.target),
          html`<a href="${to(imagePath({ directory: setDirectory(image) }, image))}">${image.vendor} ${image.arch}</a>`,
          html`${image.version}${isBehind ? html` <span class="mark superseded">behind</span>` : undefined}`,
          html`<code class="id">${place.refs[0]}</code>`,
          before === undefined
            ? undefined
            : html`${versionLink(to, catalogue, before.image.version)} <code class="id">${before.place.refs[0]}</code>`,
        ],
      };
    });
    return table(title, columns, rows);
  });
  return section("clouds", "In clouds", tables);
}
