import { UserError } from "../images/model/errors.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { findImages, nearNames } from "./explain/find.ts";
import { imageView } from "./explain/image.ts";
import { foundJson, publicationJson } from "./explain/json.ts";
import { tableView } from "./explain/table.ts";
import { readPublications, refusalsOf, warningsOf } from "./publications.ts";
import { WrongUse } from "./setup/errors.ts";
import { refusalLines, warningLines } from "./up/end/summary.ts";
import { explain } from "./usage/looking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Shows the phase of every image, or of one, the reason, and what comes next. Needs no engine. */
export async function main(args: string[]): Promise<number> {
  const { values, operands } = readArguments(explain, args);
  const [image, ...others] = operands;
  if (others.length > 0) throw new WrongUse(`${others.join(" ")}: expected one image at most`);
  const settings = readSettings({
    stack: values.stack,
    configFile: values["config-file"] ?? null,
    backend: backendUrl(values.stack, process.env),
  });
  const world = await readPublications(settings);
  const remarks = [...refusalLines(refusalsOf(world)), ...warningLines(warningsOf(world))];
  if (image === undefined) {
    if (values.json) {
      printJson(world.publications.map(publicationJson));
      for (const remark of remarks) console.error(remark);
    } else printLines([...world.publications.flatMap(tableView), ...remarks]);
    return 0;
  }
  const found = findImages(world.publications, image);
  if (found.length === 0) throw new WrongUse(unknownImage(image, nearNames(world.publications, image)));
  if (values.json) printJson(found.map(foundJson));
  else printLines(found.flatMap(imageView));
  return 0;
}

function unknownImage(image: string, near: readonly string[]): string {
  const known = near.length === 0 ? "the stack knows no image yet" : `near are ${near.join(", ")}`;
  return new UserError({
    where: "image",
    value: image,
    expected: "an image's name, or version/vendor/arch, of the stack",
    remedy: known,
  }).message;
}

const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

const printLines = (lines: readonly string[]): void => console.log(lines.join("\n"));
