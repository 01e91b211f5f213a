import { parseDay, type Day } from "./day.ts";
import { parseVersion, type Version } from "./version.ts";

/** Days and versions for tests, from texts that are known to be right. */

export function day(text: string): Day {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(`not a day: ${text}`);
  return parsed;
}

export function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new RangeError(`not a version: ${text}`);
  return parsed;
}
