import { memberOf, type Image } from "../../images/model/image.ts";
import type { ImageRecord, TargetRecord } from "../../images/tree/record.ts";
import type { CloudTarget, TargetState } from "../../images/tree/resources.ts";
import { versionDay } from "../../images/model/version.ts";
import { targetRecord } from "./standing.ts";

type Set = Pick<Image, "version">;

/** The record with the phase that the plan gives the image at each cloud's target. What the target calls it stays. */
export function withCloudStandings(
  record: ImageRecord,
  set: Set,
  standings: Readonly<Record<string, TargetState>> | undefined,
): ImageRecord {
  const targets = Object.entries(standings ?? {}).map(([target, standing]) => {
    const { days, refs } = recordedAt(record, set, target);
    return [target, targetRecord(standing, { made: days.made, refs })] as const;
  });
  return targets.length === 0 ? record : { ...record, targets: { ...record.targets, ...Object.fromEntries(targets) } };
}

/** The record with what became of the image at each cloud's target. */
export function withCloudTargets(
  record: ImageRecord,
  set: Set,
  cloudTargets: Readonly<Record<string, CloudTarget>>,
): ImageRecord {
  const targets = Object.entries(cloudTargets).flatMap(([target, planned]) => {
    const found = reached(planned, record, recordedAt(record, set, target));
    return found === undefined ? [] : [[target, found] as const];
  });
  return targets.length === 0 ? record : { ...record, targets: { ...record.targets, ...Object.fromEntries(targets) } };
}

/** If the target failed, the image keeps its phase there, and the reason says why. */
function reached(
  { images, results }: CloudTarget,
  image: ImageRecord,
  recorded: TargetRecord,
): TargetRecord | undefined {
  const member = memberOf(image);
  const standing = images.find(({ members }) => members.includes(member));
  if (standing === undefined) return undefined;
  const { refs: found = [], state = "passed" } = results[member] ?? {};
  const refs = found.length === 0 ? recorded.refs : found;
  if (state === "passed") return targetRecord(standing, { made: recorded.days.made, refs });
  return { ...recorded, reason: state, refs };
}

const recordedAt = ({ targets }: ImageRecord, { version }: Set, target: string): TargetRecord =>
  targets[target] ?? { phase: "made", reason: "made", listed: false, days: { made: versionDay(version) }, refs: [] };
