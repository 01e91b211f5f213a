import { z } from "zod";
import { daySchema } from "../model/day-schema.ts";
import { channelIdentity } from "../tree/record.ts";
import type { Comparison } from "./compare.ts";

/** The most names of each kind that are recorded; the counts cover all. */
const mostNames = 200;

const comparisonSchema = z.object({
  same: z.number(),
  counts: z.object({ changed: z.number(), missing: z.number(), added: z.number() }),
  changed: z.array(z.string()),
  missing: z.array(z.string()),
  added: z.array(z.string()),
});

const rebuildSchema = z.object({
  image: z.string(),
  day: daySchema,
  /** The command that built it again. */
  command: z.string(),
  /** The address of the package archive. */
  archive: z.string(),
  packages: comparisonSchema,
  /** Null where the published archive is not there any more. */
  files: comparisonSchema.nullable(),
  /** Whether diffoscope looked too. */
  diffoscope: z.boolean(),
});

/** `rebuilt.json` in a channel's directory: for each image, the result of building it again the last time. */
export const rebuiltSchema = z.object({
  ...channelIdentity,
  kind: z.literal("Rebuilt"),
  rebuilds: z.array(rebuildSchema),
});

export type Rebuild = z.output<typeof rebuildSchema>;
export type Rebuilt = z.output<typeof rebuiltSchema>;
type Compared = z.output<typeof comparisonSchema>;

export const kept = ({ same, changed, missing, added }: Comparison): Compared => ({
  same,
  counts: { changed: changed.length, missing: missing.length, added: added.length },
  changed: changed.slice(0, mostNames),
  missing: missing.slice(0, mostNames),
  added: added.slice(0, mostNames),
});

/** The channel's record with a newer verdict on an image. */
export const withRebuild = (rebuilt: Rebuilt, rebuild: Rebuild): Rebuilt => ({
  ...rebuilt,
  rebuilds: [...rebuilt.rebuilds.filter(({ image }) => image !== rebuild.image), rebuild].toSorted((a, b) =>
    a.image < b.image ? -1 : 1,
  ),
});

/** In one line, for a page and for a person. */
export const verdictWords = ({ packages, files }: Pick<Rebuild, "packages" | "files">): string =>
  [comparedWords("packages", packages), ...(files === null ? [] : [comparedWords("files", files)])].join("; ");

/** `all 312 packages are the same`; `files: 9012 the same, 2 differ, 1 missing` */
function comparedWords(name: string, { same, counts: { changed, missing, added } }: Compared): string {
  const others = [
    ...(changed === 0 ? [] : [`${changed} ${changed === 1 ? "differs" : "differ"}`]),
    ...(missing === 0 ? [] : [`${missing} missing`]),
    ...(added === 0 ? [] : [`${added} added`]),
  ];
  return others.length === 0
    ? `all ${same} ${name} are the same`
    : `${name}: ${[`${same} the same`, ...others].join(", ")}`;
}
