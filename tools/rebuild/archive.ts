import { formatDay, type Day } from "../../images/model/day.ts";

/** Debian's archive as it was at the end of a day, of snapshot.debian.org: it keeps every state since 2005. */
export function snapshotArchive(day: Day): string {
  return `https://snapshot.debian.org/archive/debian/${formatDay(day).replaceAll("-", "")}T235959Z`;
}
