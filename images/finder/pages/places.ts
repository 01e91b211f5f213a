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
  for (const image of sets.filter(({ isInClouds }) => isInClouds).flatMap(({ images }) => images))
    for (const place of image.places) {
      const key = `${place.target} ${image.member}`;
      const newer = found.get(key);
      if (newer !== undefined) newer.before ??= { image, place };
      else if (place.state.phase === "current") found.set(key, { image, place });
    }
  return [...found.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ image, place }: Found): string => `${image.member} ${place.target}`;

/**
 * What each place in a cloud has, in a column for each image. A place with an older version than the tree is marked as behind.
 */
export function placesPart(catalogue: Catalogue, { clouds }: FinderSettings, to: Link): Part {
  const byCloud = Map.groupBy(
    currentPlaces(catalogue),
    ({ place }) => cloudOf(clouds, place.target)?.title ?? place.target,
  );
  if (byCloud.size === 0) return undefined;
  const tables = [...byCloud].map(([title, found]) => {
    const idName = cloudOf(clouds, found[0]?.place.target ?? "")?.idName ?? "Id";
    const members = new Map(found.map(({ image }) => [image.member, `${image.vendor} ${image.arch}`]));
    const byPlace = Map.groupBy(found, ({ place }) => place.target);
    const places = [...byPlace.keys()].toSorted();
    const contents = (target: string) =>
      [...members.keys()].map((member) => byPlace.get(target)?.find(({ image }) => image.member === member));
    const rows = samePlaces(places, contents).map(([first, ...others]) => ({
      id: first,
      cells: [
        [first, ...others].map((target) => placeName(clouds, target)).join(", "),
        ...contents(first).map((each) => each && cell(catalogue, each, to)),
      ],
    }));
    const columns = [{ title: "Where" }, ...[...members.values()].map((member) => ({ title: `${member}, ${idName}` }))];
    return table(title, columns, rows);
  });
  return section("clouds", "In clouds", tables);
}

/** Places with the same ids are one row: in some clouds an id is valid everywhere. */
export function samePlaces(places: readonly string[], contentOf: (target: string) => unknown): [string, ...string[]][] {
  const groups = Map.groupBy(places, (target) => JSON.stringify(contentOf(target), ignoringTarget));
  return [...groups.values()].flatMap(([first, ...others]): [string, ...string[]][] =>
    first === undefined ? [] : [[first, ...others]],
  );
}

const ignoringTarget = (key: string, value: unknown): unknown =>
  key === "target" || key === "record" || key === "places" ? undefined : value;

function cell(catalogue: Catalogue, { image, place, before }: Found, to: Link): Part {
  const isBehind = (catalogue.newest.get(image.member)?.version ?? image.version) !== image.version;
  return html`<code class="id">${place.refs[0]}</code>
    <span class="beside"
      ><a href="${to(imagePath({ directory: setDirectory(image) }, image))}">${image.version}</a>${
        isBehind ? html` <span class="mark superseded">behind</span>` : undefined
      }</span
    >
    ${
      before &&
      html`<div class="beside">
        before: ${versionLink(to, catalogue, before.image.version)} <code class="id">${before.place.refs[0]}</code>
      </div> `
    }`;
}
