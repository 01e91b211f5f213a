import { count } from "../../model/text/columns.ts";
import type { Fix } from "../diff/types.ts";
import { isRebuild } from "../diff/rebuild.ts";
import { isDue, type Case } from "./case.ts";
import { downgradesAmong, type Downgrade } from "./downgrades.ts";
import { isEarlierPoint, pointReleaseOfSet } from "./point-release.ts";
import type { SourceFix } from "./source-fix.ts";

/** The reasons to release the candidate, the most urgent first. */
function worth(matter: Case): string[] {
  const due = matter.fixes.filter((fix) => isDue(fix, matter.today));
  return [...due.map(fixText), ...newPointRelease(matter)];
}

/** All that the candidate brings, for the reasons of a published release; what it still lacks comes last. */
export function bringing(matter: Case): string[] {
  const others = matter.fixes.filter((fix) => !isDue(fix, matter.today));
  const downgrades = downgradesAmong(matter.changes, matter.policy.release.downgrades);
  return [
    ...worth(matter),
    ...others.map(fixText),
    ...downgrades.map(downgradeText),
    ...matter.waiting.map((fix) => `still to be built: ${fixText(fix)}`),
    ...missingPointRelease(matter),
  ];
}

/** The fixes that users wait for while the release is held. */
export const heldBack = (matter: Case): string[] => worth(matter).map((reason) => `held back by this: ${reason}`);

/** `linux 6.1.128-1 fixes DSA-5860-1 (CVE-2024-36899 and 62 more), needs a reboot`. */
export function fixText({ source, version, fixes, reboot }: SourceFix): string {
  const advised = fixes.filter(({ advisory }) => advisory !== null);
  const named = new Set(advised.flatMap(({ cves }) => cves));
  const tracked = fixes.filter(({ advisory, cves }) => advisory === null && !cves.every((cve) => named.has(cve)));
  const texts = [...advised.map(advisoryText), ...trackedTexts(tracked)];
  return `${source} ${version} fixes ${texts.join(", ")}${reboot ? ", needs a reboot" : ""}`;
}

const advisoryText = ({ advisory, cves }: Fix): string =>
  cves.length === 0 ? (advisory ?? "") : `${advisory} (${shortened(cves)})`;

/** One text for each urgency: a kernel's update closes dozens of the same one. */
function trackedTexts(fixes: readonly Fix[]): string[] {
  const byUrgency = Map.groupBy(fixes, ({ urgency }) => urgency);
  return [...byUrgency].map(
    ([urgency, same]) => `${shortened([...new Set(same.flatMap(({ cves }) => cves))])}, urgency ${urgency}`,
  );
}

/** Names both of two: "and 1 more" is longer than most names. */
function shortened([first = "", second, ...others]: readonly string[]): string {
  if (second === undefined) return first;
  return others.length === 0 ? `${first} and ${second}` : `${first} and ${others.length + 1} more`;
}

export function newPointRelease({ last, candidate, policy }: Case): string[] {
  const before = last === null ? null : pointReleaseOfSet(last);
  const after = candidate === null ? null : pointReleaseOfSet(candidate);
  if (before === null || after === null || !isEarlierPoint(before, after)) return [];
  const asked = policy.release.pointRelease;
  const why = asked === null || isEarlierPoint(after, asked.version) ? "" : `, asked for: ${asked.reason}`;
  return [`point release ${after}, ${before} until now${why}`];
}

/** The point release that the release team asked for, while no daily has it. */
export function missingPointRelease({ last, candidate, policy }: Case): string[] {
  const asked = policy.release.pointRelease;
  const newest = candidate ?? last;
  const reached = newest === null ? null : pointReleaseOfSet(newest);
  if (asked === null || reached === null || !isEarlierPoint(reached, asked.version)) return [];
  return [
    `point release ${asked.version} is asked for (${asked.reason}), and no daily has it: the newest has ${reached}`,
  ];
}

export function downgradeText({ name, packages, from, to, opens, written }: Downgrade): string {
  const open = opens.length === 0 ? "" : `, which opens ${shortened(opens)} again`;
  const of = packages.length === 1 && packages[0] === name ? "" : ` (${packages.join(", ")})`;
  return `${name}${of} goes back from ${from} to ${to}${open}: ${written ?? "nobody wrote down why"}`;
}

/** The number of changes, for a candidate without any that is named by itself. */
export function quietChanges({ changes }: Case): string {
  const real = changes.filter((change) => !isRebuild(change)).length;
  if (changes.length === 0) return "no package changed";
  return real === 0
    ? `nothing but ${count(changes.length, "package")} built again`
    : `${count(real, "package")} changed`;
}
