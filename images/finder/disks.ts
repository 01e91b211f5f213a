import { hasFiles, type CataloguedImage } from "./catalogue.ts";
import { html, type Html } from "./html.ts";
import type { Link } from "./page.ts";
import { sizeText } from "./words.ts";

/** Disks, the one that most people want first. */
const diskFormats = ["qcow2", "raw", "tar.xz"] as const;

export interface Download {
  format: string;
  name: string;
  size: number;
  sha512: string;
  /** Relative to the tree's root. */
  path: string;
}

/** The disks of an image whose files are still at their address. */
export function disksOf(image: CataloguedImage): Download[] {
  const { record, name } = image;
  if (record === undefined || !hasFiles(image)) return [];
  return diskFormats.flatMap((format) => {
    const file = record.files.find((each) => each.name === `${name}.${format}`);
    return file === undefined ? [] : [{ ...file, format, path: `${directoryOf(image)}/${file.name}` }];
  });
}

export const directoryOf = ({ suite, channel, version }: CataloguedImage): string =>
  `${channel === "daily" ? `${suite}/daily` : suite}/${version}`;

export const downloads = (image: CataloguedImage, to: Link): Html[] =>
  disksOf(image).map(
    ({ format, path, size }) => html`<span class="short"><a href="${to(path)}">${format}</a> ${sizeText(size)}</span>`,
  );
