import { hasFiles, type Catalogue, type CataloguedImage } from "./catalogue.ts";
import { html, joined, type Html, type Part } from "./html.ts";
import type { Link } from "./page.ts";
import { setDirectory } from "../model/image.ts";
import { tree } from "../tree/layout.ts";
import type { FinderSettings } from "./settings.ts";
import { sizeText } from "./words.ts";

/** In the order in which most people want them. */
const diskFormats = ["qcow2", "raw", "tar.xz"] as const;

export interface Download {
  format: string;
  name: string;
  size: number;
  sha512: string;
  /** Relative to the tree's root. */
  path: string;
}

/** The disks of an image; empty once its files are removed. */
export function disksOf(image: CataloguedImage): Download[] {
  const { record, name } = image;
  if (record === undefined || !hasFiles(image)) return [];
  return diskFormats.flatMap((format) => {
    const file = record.files.find((each) => each.name === `${name}.${format}`);
    return file === undefined ? [] : [{ ...file, format, path: `${setDirectory(image)}/${file.name}` }];
  });
}

export const downloads = (image: CataloguedImage, to: Link): Html[] =>
  disksOf(image).map(
    ({ format, path, size }) => html`<span class="short"><a href="${to(path)}">${format}</a> ${sizeText(size)}</span>`,
  );

export const checksumCommand = "sha512sum --ignore-missing --check SHA512SUMS";
export const signatureCommand = "gpgv --keyring ./debian-cloud.gpg SHA512SUMS.sign SHA512SUMS";

/** The file with the keys that `signatureCommand` needs. */
export const keysNote = (channel: Pick<Catalogue, "suite" | "channel">, { keys }: FinderSettings, to: Link): Part =>
  keys.length === 0
    ? undefined
    : html`<p class="beside">
        gpgv takes the keys from <a href="${to(tree.keyring(channel))}">debian-cloud.gpg</a>:
        ${joined(
          keys.map((key) => html`<code class="id">${key}</code>`),
          ", ",
        )}.
        Fetch it once and keep it: whoever could change an image here could change this file, too.
      </p> `;

/** Fetches files of a set's directory and its checksums, as far as the tree's address is known, and verifies what is there. */
export function verifyLines(
  directory: string,
  names: readonly string[],
  { url, signed }: Pick<FinderSettings, "url" | "signed">,
): string {
  const files = [...names, "SHA512SUMS", ...(signed ? ["SHA512SUMS.sign"] : [])];
  // the server may redirect to a mirror
  const fetches = url === null ? [] : files.map((file) => `curl --location --remote-name ${url}/${directory}/${file}`);
  return [...fetches, ...(signed ? [signatureCommand] : []), checksumCommand].join("\n");
}
