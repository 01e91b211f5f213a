import { trackedIssues } from "../../../images/security/tracker.ts";
import type { TrackedIssue } from "../../../images/security/types.ts";
import { chunksOf } from "./body.ts";
import { readWanted } from "./read.ts";
import type { Read } from "./wanted.ts";
import { defaultLimits } from "./limits.ts";
import type { Session } from "./session.ts";

interface TrackerNeed {
  codename: string;
  sources: ReadonlySet<string>;
}

/** Reads what the security tracker says of the sources, by source; its JSON is never in memory whole. */
export const readTracker = (
  place: string,
  need: TrackerNeed,
  session: Session,
): Promise<Read<Map<string, TrackedIssue[]>>> =>
  readWanted(
    {
      source: "tracker",
      place,
      bytes: defaultLimits.bytes,
      understand: async (body, { lastModified }) => ({
        value: await trackedIssues(chunksOf(body), need, body.where),
        // the data itself has no date
        stamp: lastModified,
        validUntil: null,
      }),
    },
    session,
  );
