import { z } from "zod";
import type { Approval } from "./approval.ts";

const json = z.json();
const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** Settings by dotted key, a list as one value: `{retention: {hideAfter: 14}}` is `retention.hideAfter`. */
export const flatSettings = (settings: object): Approval["settings"] => Object.fromEntries(leaves("", settings));

const leaves = (prefix: string, group: object): [string, z.output<typeof json>][] =>
  Object.entries(group).flatMap(([key, value]: [string, unknown]) =>
    isGroup(value) ? leaves(`${prefix}${key}.`, value) : [[`${prefix}${key}`, json.parse(value)]],
  );
