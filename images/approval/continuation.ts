import type { Approvable, Approval } from "./approval.ts";
import type { Problem } from "../model/errors.ts";
import { parseImageName, setName } from "../model/image.ts";
import { splitResourceName } from "../model/resource-name.ts";
import {
  digests,
  fileDifferences,
  previewAgain,
  programDifferences,
  settingDifferences,
  stackDifference,
} from "./differences.ts";

/**
 * Why a run that was begun and killed cannot be continued: what changed beside what the run itself was to change, or would lead
 * elsewhere. `now` is planned for the approved day.
 */
export function departures(approved: Approval, now: Approvable): Problem[] {
  const moved = movedIn(approved);
  const resting = (records: Approval["records"]): Record<string, string> =>
    digests(Object.fromEntries(Object.entries(records).filter(([, { of }]) => !moved.has(of))));
  const causes = [
    ...stackDifference(approved, now),
    ...settingDifferences(approved, now),
    ...programDifferences(approved, now),
    ...fileDifferences(resting(approved.records), resting(now.records)),
    ...fileDifferences(stillWanted(approved.artifacts, now.artifacts), now.artifacts),
  ];
  return causes.length > 0 ? causes : [...tableDepartures(approved, now), ...deletionDepartures(approved, now)];
}

/** The sets and channels whose records the approved steps write. */
function movedIn({ steps }: Approval): ReadonlySet<string> {
  return new Set(Object.keys(steps).map(subjectOf));
}

/** Of a URN: the set of an image, or the name of the set or channel itself. */
function subjectOf(urn: string): string {
  const name = urn.split("::").slice(3).join("::");
  const image = parseImageName(splitResourceName(name).base);
  return image === undefined ? name : setName(image);
}

/** What was made in the meantime needs its artifact no more. */
const stillWanted = (approved: Approval["artifacts"], now: Approval["artifacts"]): Record<string, string> =>
  Object.fromEntries(Object.entries(approved).filter(([path]) => now[path] !== undefined));

function tableDepartures(approved: Approval, now: Approvable): Problem[] {
  const [before, after] = [new Set(approved.table), new Set(now.table)];
  return [
    ...now.table.filter((line) => !before.has(line)).map((line) => departure(line, "not among what was approved")),
    ...approved.table.filter((line) => !after.has(line)).map((line) => departure(line, "not reached any more")),
  ];
}

const departure = (line: string, value: string): Problem => ({
  where: line,
  value,
  expected: "that the run still leads to what was approved",
  remedy: previewAgain,
});

const deletionDepartures = (approved: Approval, now: Approvable): Problem[] =>
  now.deletions
    .filter((deletion) => !approved.deletions.includes(deletion))
    .map((deletion) => ({
      where: deletion,
      value: "deleted",
      expected: "only deletions that were approved",
      remedy: previewAgain,
    }));

/** What became of a begun step: what it made is there, whole or half. */
const outgrown: Readonly<Record<string, readonly string[]>> = { create: ["create", "update"] };

/** Steps that the rest of a run would do and that were not approved. */
export function strangeSteps(approved: Approval["steps"], now: Approval["steps"]): Problem[] {
  return Object.entries(now).flatMap(([urn, steps]) => {
    const allowed = (approved[urn] ?? []).flatMap((step) => outgrown[step] ?? [step]);
    const strange = steps.filter((step) => !allowed.includes(step));
    if (strange.length === 0) return [];
    return [{ where: urn, value: strange.join(", "), expected: approvedSteps(approved[urn]), remedy: previewAgain }];
  });
}

const approvedSteps = (steps: readonly string[] | undefined): string =>
  steps === undefined ? "no change, as approved" : `${steps.join(", ")}, as approved`;
