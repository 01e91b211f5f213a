import type { Approvable, Approval } from "./approval.ts";
import { formatDay } from "../model/day.ts";
import type { Problem } from "../model/errors.ts";

/** Why an approval is no longer valid: every change since it was made. */
export const differences = (approved: Approval, now: Approvable): Problem[] => [
  ...stackDifference(approved, now),
  ...difference("today", formatDay(approved.day), formatDay(now.day)),
  ...changes(approved.settings, now.settings),
  ...programDifferences(approved, now),
  ...changes(approved.plan, now.plan),
  ...(approved.state === now.state ? [] : difference(`the engine's state of ${now.stack}`, "unchanged", "changed")),
];

/**
 * Why a killed run cannot be continued. The run itself has changed the records and the state, so only the result that the plan leads
 * to is compared. `now` is planned for the approved day.
 */
export const departures = (approved: Approval, now: Approvable): Problem[] => [
  ...stackDifference(approved, now),
  ...changes(approved.settings, now.settings),
  ...programDifferences(approved, now),
  ...changes(stillWanted(approved.sources, now.sources), neededFor(approved, now.sources)),
  ...changes(included(approved.table), included(now.table)),
  ...changes({}, included(now.deletions.filter((each) => !approved.deletions.includes(each)))),
];

/** An image that was made since does not need its build any more. */
const stillWanted = (approved: Texts, now: Texts): Texts =>
  Object.fromEntries(Object.entries(approved).filter(([name]) => now[name] !== undefined));

/**
 * An image that was made before needs its build only for a repair, to its recorded digest: files that the killed run has moved to
 * quarantine are missed until their record says so.
 */
const neededFor = ({ plan, sources }: Pick<Approval, "plan" | "sources">, now: Texts): Texts => {
  const planned = new Set(Object.keys(plan).map((subject) => subject.split("@")[0]));
  return Object.fromEntries(Object.entries(now).filter(([name]) => sources[name] !== undefined || !planned.has(name)));
};

const included = (lines: readonly string[]): Texts => Object.fromEntries(lines.map((each) => [each, "planned"]));

/** The steps that a killed step may need again: what it created may be there, complete or not. */
const outgrown: Readonly<Record<string, readonly string[]>> = { create: ["create", "update"] };

/** Steps that the rest of a run would do and that were not approved. */
export function unapprovedSteps(approved: Approval["steps"], now: Approval["steps"]): Problem[] {
  return Object.entries(now).flatMap(([urn, steps]) => {
    const allowed = (approved[urn] ?? []).flatMap((step) => outgrown[step] ?? [step]);
    const strange = steps.filter((step) => !allowed.includes(step));
    return strange.length === 0 ? [] : difference(urn, (approved[urn] ?? ["no change"]).join(", "), strange.join(", "));
  });
}

export const stackDifference = (approved: Approval, now: Pick<Approvable, "stack">): Problem[] =>
  difference("--stack", approved.stack, now.stack, "name that stack, or the approval of this one");

const programDifferences = ({ program: approved }: Approval, { program: now }: Approvable): Problem[] =>
  changedKeys(approved, now).flatMap((part) =>
    difference(part, "unchanged", "changed", `${previewAgain}; git status and git log say what changed`),
  );

type Texts = Readonly<Record<string, string>>;

const previewAgain = "preview again, and approve that";

const changes = (approved: Texts, now: Texts): Problem[] =>
  changedKeys(approved, now).flatMap((key) => difference(key, approved[key] ?? "none", now[key] ?? "none"));

const difference = (where: string, approved: string, now: string, remedy = previewAgain): Problem[] =>
  approved === now ? [] : [{ where, value: now, expected: `${approved}, as approved`, remedy }];

/** In their order, the keys of either whose values differ. */
const changedKeys = (approved: Texts, now: Texts): string[] =>
  [...new Set([...Object.keys(approved), ...Object.keys(now)])].filter((key) => approved[key] !== now[key]).toSorted();
