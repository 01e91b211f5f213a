import { lstat } from "node:fs/promises";
import {
  textDigests,
  changedTexts,
  type TextDigests,
  type BuildTexts,
} from "../../../../images/builds/text-digests.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { buildFile, textFormats, type TextFormat } from "../../../../images/tree/files.ts";
import { readBuildText } from "../../../../storage/artifacts/archive.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";

/**
 * Reads the texts of a build once, and publishes only the texts that were judged when the run was planned. Throws a UserError
 * if one was replaced since.
 */
export async function readJudged(source: string, judged: TextDigests): Promise<BuildTexts & { json: string }> {
  const entries = await Promise.all(
    textFormats.map(async (format) => [format, await readPresent(source, format)] as const),
  );
  const texts: BuildTexts = Object.fromEntries(entries);
  const changed = changedTexts(judged, textDigests(texts));
  if (changed.length > 0) throw new UserError(...changed.map((format) => replaced(source, format, texts[format])));
  if (typeof texts.json !== "string") throw new UserError(replaced(source, "json", null));
  return { ...texts, json: texts.json };
}

const readPresent = async (source: string, format: TextFormat): Promise<string | null> =>
  (await ifPresent(lstat(buildFile(source, format)))) === undefined ? null : readBuildText(source, format);

const replaced = (source: string, format: TextFormat, text: string | null | undefined) => ({
  where: buildFile(source, format),
  value: typeof text === "string" ? "another file than the one that was checked" : "",
  expected: "the file as it was checked when this run was planned: nothing is published unchecked",
  remedy: "leave builds alone once they are there, and run again: the next run checks what is there now",
});
