import { isLeakReason } from "../builds/build-log.ts";
import { withoutCredential } from "../builds/credentials.ts";
import type { Phase } from "../tree/record.ts";
import type { Draft, SetDraft } from "./draft.ts";

/** Phases in which somebody still looks after an image. */
const looked: ReadonlySet<Phase> = new Set(["made", "held", "current"]);

/** A credential in a job's log is public on the CI's own page, whether or not we keep the log. */
export function warnOfLeaks({ warnings }: Draft, { images }: SetDraft): void {
  for (const { name, record, targets } of images.values()) {
    const noLog = record?.build.noLog ?? null;
    if (noLog === null || !isLeakReason(noLog)) continue;
    if (![...targets.values()].some(({ phase }) => looked.has(phase))) continue;
    warnings.push(
      `${name}: the log of ${withoutCredential(record?.build.job ?? "its build")} is not published: ${noLog}`,
    );
  }
}
