import type { Day } from "../day.ts";
import type { SecuritySource, SourceState } from "./types.ts";

/** What is known of the age of a source's data. A day after today counts as today. */
export interface DataAge {
  /** When the source last said that this is its newest: by answering it, or that nothing changed. */
  confirmed: Day;
  /** What the data says of its own age: a list's newest entry, the tracker's Last-Modified, InRelease's Date; null: nothing. */
  stamp: Day | null;
  /** The last day for which the data is meant (InRelease's Valid-Until); null: no end is set. */
  validUntil: Day | null;
  /** The newest stamp that was ever seen of the source; null: none. */
  seen: Day | null;
}

/** `fresh` or `stale`, and why. `maxAge` is in days. */
export function freshness(source: SecuritySource, age: DataAge, at: { day: Day; maxAge: number }): SourceState {
  throw new Error(`not judged yet: ${source}, ${age.confirmed}, ${at.day}`);
}
