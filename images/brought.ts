import { createHash } from "node:crypto";
import type { TextFormat } from "./files.ts";

/** The texts of a build as they were read; one that is left out, or null, was not there. */
export type BuildTexts = Readonly<Partial<Record<TextFormat, string | null>>>;

/**
 * The sha256 of each text of a build, as it was when it was judged: what is made of a build is made of these texts, or not at
 * all. One that is left out was not there.
 */
export type BroughtTexts = Readonly<Partial<Record<TextFormat, string>>>;

export function broughtTexts(texts: BuildTexts): BroughtTexts {
  const digests: Partial<Record<TextFormat, string>> = {};
  for (const [format, text] of entriesOf(texts)) {
    if (typeof text === "string") digests[format] = createHash("sha256").update(text).digest("hex");
  }
  return digests;
}

/** The texts that are others than those that were judged: changed, come, or gone. */
export const changedTexts = (judged: BroughtTexts, found: BroughtTexts): TextFormat[] =>
  [...new Set([...entriesOf(judged), ...entriesOf(found)].map(([format]) => format))].filter(
    (format) => judged[format] !== found[format],
  );

const entriesOf = <Value>(texts: Readonly<Partial<Record<TextFormat, Value>>>): [TextFormat, Value | undefined][] =>
  (Object.keys(texts) as TextFormat[]).map((format) => [format, texts[format]]);
