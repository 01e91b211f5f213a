import type { Approvable, Approval } from "./approval.ts";
import { formatDay } from "../model/day.ts";
import type { Problem } from "../model/errors.ts";

/**
 * Why an approval does not hold any more: what is otherwise than when it was made. None of it, and a run does what was
 * approved. What images are made of follows from all else: that some are made no more, or others, is only told where nothing
 * else explains it.
 */
export function differences(approved: Approval, now: Approvable): Problem[] {
  const causes = [
    ...stackDifference(approved, now),
    ...dayDifference(approved, now),
    ...settingDifferences(approved, now),
    ...programDifferences(approved, now),
    ...fileDifferences(digests(approved.records), digests(now.records)),
    ...factDifferences(approved, now),
    ...fileDifferences(...common(approved.artifacts, now.artifacts)),
    ...stateDifference(approved, now),
  ];
  return causes.length > 0 ? causes : fileDifferences(approved.artifacts, now.artifacts);
}

type Digests = Readonly<Record<string, string>>;

/** The entries that both have. */
function common(approved: Digests, now: Digests): [Digests, Digests] {
  const within = (those: Digests, others: Digests): Digests =>
    Object.fromEntries(Object.entries(those).filter(([key]) => others[key] !== undefined));
  return [within(approved, now), within(now, approved)];
}

type Difference = (approved: Approval, now: Approvable) => Problem[];

/** What a person does about every difference. */
export const previewAgain = "preview again, and approve that";

export const stackDifference = (approved: Approval, now: Pick<Approvable, "stack">): Problem[] =>
  approved.stack === now.stack
    ? []
    : [
        {
          where: "--stack",
          value: now.stack,
          expected: `${approved.stack}, which the approval is for`,
          remedy: "name that stack, or the approval of this one",
        },
      ];

const dayDifference: Difference = (approved, now) =>
  approved.day === now.day
    ? []
    : [
        {
          where: "today",
          value: formatDay(now.day),
          expected: `${formatDay(approved.day)}, the day that was approved`,
          remedy: previewAgain,
        },
      ];

export const settingDifferences: Difference = ({ settings: approved }, { settings: now }) =>
  changedKeys(stringified(approved), stringified(now)).map((key) => ({
    where: `cloud-images:${key}`,
    value: now[key] === undefined ? "" : JSON.stringify(now[key]),
    expected:
      approved[key] === undefined ? "no such key, as approved" : `${JSON.stringify(approved[key])}, as approved`,
    remedy: previewAgain,
  }));

const stringified = (settings: Approval["settings"]): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, JSON.stringify(value)]));

export const fileDifferences = (
  approved: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): Problem[] => changedKeys(approved, now).map((path) => fileDifference(path, approved[path], now[path]));

const fileDifference = (where: string, approved: string | undefined, now: string | undefined): Problem => ({
  where,
  value: now === undefined ? "gone" : approved === undefined ? "new" : `changed, sha256 ${now.slice(0, 12)}…`,
  expected: approved === undefined ? "no such file, as approved" : "the content that was approved",
  remedy: `put it back as it was, or ${previewAgain}`,
});

/** Of record files, the digests alone. */
export const digests = (records: Approval["records"]): Record<string, string> =>
  Object.fromEntries(Object.entries(records).map(([path, { sha256 }]) => [path, sha256]));

const stateDifference: Difference = (approved, now) =>
  approved.state === now.state
    ? []
    : [
        {
          where: `the engine's state of ${now.stack}`,
          value: "changed",
          expected: "the state that the approval was made from",
          remedy: previewAgain,
        },
      ];

const factDifferences: Difference = ({ facts: approved }, { facts: now }) =>
  changedKeys(approved, now).map((part) => ({
    where: part,
    value: now[part] === undefined ? "gone" : approved[part] === undefined ? "new" : "changed",
    expected: "what the preview saw",
    remedy: `put it back as it was, or ${previewAgain}`,
  }));

export const programDifferences: Difference = ({ program: approved }, { program: now }) =>
  changedKeys(approved, now).map((part) => ({
    where: part,
    value: "changed",
    expected: "the program that made the preview",
    remedy: `${previewAgain}; git status and git log say what changed`,
  }));

/** In their order, the keys of either whose values differ. */
function changedKeys(approved: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string[] {
  const keys = new Set([...Object.keys(approved), ...Object.keys(now)]);
  return [...keys].filter((key) => approved[key] !== now[key]).toSorted();
}
