import { TextDecoder } from "node:util";
import { fieldOf } from "../../packages/deb822.ts";
import { sourceOf } from "../../packages/dpkg-status.ts";
import { UserError } from "../../model/errors.ts";
import type { ArchivedPackage, Pocket } from "./types.ts";

interface WantedPackages {
  pocket: Pocket;
  packages: ReadonlySet<string>;
  sources: ReadonlySet<string>;
}

/** In characters; the longest of Debian's have some 20,000, by their dependencies. */
const longestParagraph = 2 ** 20;

/**
 * Reads an uncompressed Packages file of the archive from a stream. Returns the entries of the wanted packages, and of all packages of
 * the wanted sources, by package; a package may have several versions. An empty file is an empty index, as `bookworm-updates` may be.
 * `where` is its name for people. Throws a UserError if it is no such file, or is cut off.
 */
export async function readPackageIndex(
  chunks: AsyncIterable<Uint8Array>,
  wanted: WantedPackages,
  where: string,
): Promise<Map<string, ArchivedPackage[]>> {
  const index = new Map<string, ArchivedPackage[]>();
  for await (const paragraphs of paragraphsOf(chunks, where)) {
    for (const paragraph of paragraphs) readParagraph(paragraph, wanted, index, where);
  }
  return index;
}

/** Whole paragraphs, as many at once as a chunk has. */
async function* paragraphsOf(chunks: AsyncIterable<Uint8Array>, where: string): AsyncGenerator<string[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let rest = "";
  for await (const chunk of chunks) {
    const paragraphs = (rest + decode(decoder, chunk, where)).split("\n\n");
    rest = paragraphs.pop() ?? "";
    if (rest.length > longestParagraph)
      throw refusal(where, rest, `paragraphs of at most ${longestParagraph} characters`);
    yield paragraphs;
  }
  rest += decode(decoder, null, where);
  if (rest !== "" && !rest.endsWith("\n"))
    throw refusal(where, rest, "a file that ends with a whole line: it is cut off");
  yield [rest];
}

function decode(decoder: TextDecoder, chunk: Uint8Array | null, where: string): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw refusal(where, "", "text in UTF-8");
  }
}

function readParagraph(
  paragraph: string,
  { pocket, packages, sources }: WantedPackages,
  index: Map<string, ArchivedPackage[]>,
  where: string,
): void {
  if (paragraph.trim() === "") return;
  const name = fieldOf(paragraph, "Package");
  const version = fieldOf(paragraph, "Version");
  if (name === undefined || version === undefined)
    throw refusal(where, paragraph, "paragraphs with Package and Version");
  const source = sourceOf(fieldOf(paragraph, "Source"), { name, version });
  if (!packages.has(name) && !sources.has(source.name)) return;
  const found = index.get(name);
  if (found === undefined) index.set(name, [{ version, source, pocket }]);
  else found.push({ version, source, pocket });
}

const refusal = (where: string, value: string, expected: string): UserError =>
  new UserError({
    where,
    value: value.slice(0, 200),
    expected,
    remedy: "fetch the index again",
  });
