import { memberOf, type Image } from "../../images/model/image.ts";
import type { ImageRecord, TargetRecord } from "../../images/tree/record.ts";
import type { Elsewhere, Standing, VersionInputs } from "../../images/tree/resources.ts";
import { versionDay } from "../../images/model/version.ts";
import { targetRecord } from "./standing.ts";

type Set = Pick<Image, "version">;

/** The record with the image's standing at targets beside the tree, as far as it is planned: what it is called there stays. */
export function withStandingsElsewhere(
  record: ImageRecord,
  set: Set,
  standings: Readonly<Record<string, Standing>> | undefined,
): ImageRecord {
  const targets = Object.entries(standings ?? {}).map(([target, standing]) => {
    const { days, refs } = recordedAt(record, set, target);
    return [target, targetRecord(standing, { made: days.made, refs })] as const;
  });
  return targets.length === 0 ? record : { ...record, targets: { ...record.targets, ...Object.fromEntries(targets) } };
}

/** The record with what came of the image at targets beside the tree. */
export function withElsewhere(record: ImageRecord, set: Set, elsewhere: VersionInputs["elsewhere"]): ImageRecord {
  const targets = Object.entries(elsewhere ?? {}).flatMap(([target, told]) => {
    const found = reached(told, record, recordedAt(record, set, target));
    return found === undefined ? [] : [[target, found] as const];
  });
  return targets.length === 0 ? record : { ...record, targets: { ...record.targets, ...Object.fromEntries(targets) } };
}

/** If the target failed, the image keeps its phase there, and the reason says why. */
function reached(
  { images, outcomes }: Elsewhere,
  image: ImageRecord,
  recorded: TargetRecord,
): TargetRecord | undefined {
  const member = memberOf(image);
  const standing = images.find(({ members }) => members.includes(member));
  if (standing === undefined) return undefined;
  const outcome = outcomes[member];
  const refs = outcome?.ref == null ? recorded.refs : [outcome.ref];
  if (outcome === undefined || outcome.standing === "passed")
    return targetRecord(standing, { made: recorded.days.made, refs });
  return { ...recorded, reason: outcome.standing, refs };
}

const recordedAt = ({ targets }: ImageRecord, { version }: Set, target: string): TargetRecord =>
  targets[target] ?? { phase: "made", reason: "made", listed: false, days: { made: versionDay(version) }, refs: [] };
