import { z } from "zod";
import { daySchema } from "../../model/day-schema.ts";
import { changeNames } from "../../releases/diff/types.ts";
import { urgencies } from "../../releases/security/types.ts";
import {
  channelSchema,
  memberSchema as member,
  recordsApi,
  suiteSchema,
  versionSchema as version,
  writeRecord,
} from "../../tree/record.ts";
import type { CataloguedSet } from "../catalogue.ts";
import { root } from "../page.ts";

/** `finder/<channel>/<version>/changes.json`: the changes of a set when it was published. It is written once and kept for good. */

const fixSchema = z.object({
  advisory: z.string().nullable(),
  cves: z.array(z.string()),
  /** The source package, and the first version of it without the vulnerability. */
  source: z.string(),
  version: z.string(),
  urgency: z.enum(urgencies),
  images: z.array(member),
});

const changeSchema = z.object({
  packages: z.array(z.string()),
  names: z.array(z.enum(changeNames)),
  /** Null for an added package, as `after` is for a removed one. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Advisories and vulnerabilities. */
  fixes: z.array(z.string()),
  images: z.array(member),
});

const imageFactsSchema = z.object({
  member,
  /** The version that its packages are compared with; null: it is the first of its family. */
  against: version.nullable(),
  /** How many are installed; null where the manifest could not be read. */
  packages: z.number().int().nullable(),
  /** The size of the file that most people download. */
  bytes: z.number().int().nullable(),
  /** How long the passed boot test took. */
  bootSeconds: z.number().nullable(),
});

export const changesSchema = z.object({
  apiVersion: z.literal(recordsApi),
  kind: z.literal("Changes"),
  suite: suiteSchema,
  channel: channelSchema,
  version,
  shown: daySchema,
  images: z.array(imageFactsSchema),
  fixes: z.array(fixSchema),
  /** Without packages that were only built again. */
  changes: z.array(changeSchema),
  rebuilds: z.number().int(),
});

/** What the channel's page and that of all fixes show of a set's changes. */
export const changesSummarySchema = changesSchema
  .pick({ shown: true, images: true })
  .extend({ fixes: z.array(fixSchema.pick({ cves: true, source: true, version: true })) });
export type ChangesSummary = z.output<typeof changesSummarySchema>;

export type Changes = z.output<typeof changesSchema>;
export type ImageFacts = z.output<typeof imageFactsSchema>;
export type RecordedFix = z.output<typeof fixSchema>;
export type RecordedChange = z.output<typeof changeSchema>;

export const changesText = (changes: Changes): string => writeRecord(changesSchema, changes);

/** Relative to the tree's root. */
export const changesPath = ({ directory }: Pick<CataloguedSet, "directory">): string =>
  `${root}/${directory}/changes.json`;
