import { memberOf, type Image } from "../../images/model/image.ts";
import type { ImageRecord, TargetRecord } from "../../images/tree/record.ts";
import type { CloudTarget, TargetState } from "../../images/tree/resources.ts";
import { versionDay } from "../../images/model/version.ts";
import { targetRecord } from "./target-states.ts";

type Set = Pick<Image, "version">;

/** The record with the phase that the plan gives the image at each cloud's target. Its ids there stay. */
export function withCloudStates(
  record: ImageRecord,
  set: Set,
  states: Readonly<Record<string, TargetState>> | undefined,
): ImageRecord {
  const targets = Object.entries(states ?? {}).map(([target, state]) => {
    const { days, refs } = recordedAt(record, set, target);
    return [target, targetRecord(state, { made: days.made, refs })] as const;
  });
  return targets.length === 0 ? record : { ...record, targets: { ...record.targets, ...Object.fromEntries(targets) } };
}

/** The record with the image's result at each cloud's target. */
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
  const planned = images.find(({ members }) => members.includes(member));
  if (planned === undefined) return undefined;
  const { refs: found = [], state = "passed" } = results[member] ?? {};
  const refs = found.length === 0 ? recorded.refs : found;
  if (state === "passed") return targetRecord(planned, { made: recorded.days.made, refs });
  return { ...recorded, reason: state, refs };
}

const recordedAt = ({ targets }: ImageRecord, { version }: Set, target: string): TargetRecord =>
  targets[target] ?? { phase: "made", reason: "made", listed: false, days: { made: versionDay(version) }, refs: [] };
