import { createHash } from "node:crypto";
import type { TextFormat } from "../tree/files.ts";

/** The texts of a build. One that was absent is left out, or null. */
export type BuildTexts = Readonly<Partial<Record<TextFormat, string | null>>>;

/** The sha256 of each text of a build when it was judged. Images are made only from these texts. A text that was absent is left out. */
export type TextDigests = Readonly<Partial<Record<TextFormat, string>>>;

export function textDigests(texts: BuildTexts): TextDigests {
  const digests: Partial<Record<TextFormat, string>> = {};
  for (const [format, text] of entriesOf(texts)) {
    if (typeof text === "string") digests[format] = createHash("sha256").update(text).digest("hex");
  }
  return digests;
}

/** The texts that differ from the judged ones: changed, added or removed. */
export const changedTexts = (judged: TextDigests, found: TextDigests): TextFormat[] =>
  [...new Set([...entriesOf(judged), ...entriesOf(found)].map(([format]) => format))].filter(
    (format) => judged[format] !== found[format],
  );

const entriesOf = <Value>(texts: Readonly<Partial<Record<TextFormat, Value>>>): [TextFormat, Value | undefined][] =>
  (Object.keys(texts) as TextFormat[]).map((format) => [format, texts[format]]);
