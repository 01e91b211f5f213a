import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { staging } from "../../images/tree/layout.ts";
import { parseJson } from "../../images/model/schema-problems.ts";
import { ifPresent } from "../files/fault.ts";
import { inStaging, type Places } from "./places.ts";
import type { ChannelIdentity } from "./records.ts";

const schema = z.object({
  /** By path below the tree: the ISO time of the last reading of its bytes. */
  read: z.record(z.string(), z.iso.datetime()),
  /** Names of files whose bytes differed from the record, even with the right size and time, wherever they are now. */
  suspects: z.array(z.string()),
});

/** The audit's memory of a channel's files. */
export interface Readings {
  read: Map<string, string>;
  suspects: Set<string>;
}

/** Losing it only costs a reading of everything, so a damaged file counts as absent. */
export async function readReadings(places: Places, channel: ChannelIdentity): Promise<Readings> {
  const path = inStaging(places, staging.readings(channel));
  const text = await ifPresent(readFile(path, "utf8"));
  if (text === undefined) return { read: new Map(), suspects: new Set() };
  try {
    const { read, suspects } = parseJson(schema, text, { where: path, remedy: "remove it; the next audit reads all" });
    return { read: new Map(Object.entries(read)), suspects: new Set(suspects) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { read: new Map(), suspects: new Set() };
  }
}

/** Whether to read a file's bytes even if its size and time are right. */
export type IsSuspect = (path: string) => boolean;

export async function suspectsOf(places: Places, channel: ChannelIdentity): Promise<IsSuspect> {
  const { suspects } = await readReadings(places, channel);
  return (path) => suspects.has(basename(path));
}
