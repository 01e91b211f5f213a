import { trackedIssues } from "../../../../images/releases/security/tracker.ts";
import type { TrackedIssue } from "../../../../images/releases/security/types.ts";
import { textOf } from "../../../../clients/archive/body.ts";
import { readWanted } from "./read.ts";
import type { Read } from "./wanted.ts";
import { defaultLimits } from "../../../../clients/archive/limits.ts";
import type { Session } from "../../../../clients/archive/session.ts";

interface TrackerNeed {
  codename: string;
  sources: ReadonlySet<string>;
}

/** Reads what the security tracker says of the sources, by source. */
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
        value: trackedIssues(await textOf(body, defaultLimits.bytes), need, body.where),
        // the data itself has no date
        stamp: lastModified,
        validUntil: null,
      }),
    },
    session,
  );
