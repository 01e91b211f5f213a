import { laterReason } from "../../images/tree/later.ts";
import type { Publications } from "../publications.ts";

/** What a run, or one that was killed before it, left for later on purpose, a line for each place: `trixie-daily: azure-eastasia: …`. */
export function leftForLater({ publications }: Publications): string[] {
  const lines = publications.flatMap(({ name, plan }) =>
    plan.sets
      .flatMap(({ images }) => images)
      .flatMap(({ record }) => Object.entries(record?.targets ?? {}))
      .flatMap(([target, recorded]) => {
        const reason = laterReason(recorded.reason);
        return reason === undefined ? [] : [`${name}: ${target}: ${reason}`];
      }),
  );
  return [...new Set(lines)];
}
